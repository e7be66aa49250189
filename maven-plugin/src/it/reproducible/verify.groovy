import dev.tulle.maven.UserProject
import java.nio.file.Files

// The same project in another folder, on a machine that is set up otherwise.
def other = new File(basedir, 'a folder, elsewhere/reproducible')
['pom.xml', 'src/main/tulle/scorer.net', 'src/main/tulle/iris.net'].each {
  def copy = new File(other, it)
  copy.parentFile.mkdirs()
  Files.copy(new File(basedir, it).toPath(), copy.toPath())
}
def build = { locale, folder ->
  def options = "-Duser.language=${locale[0]} -Duser.country=${locale[1]} -Duser.timezone=Pacific/Apia -Dfile.encoding=ISO-8859-1 -Dline.separator='\r\n'"
  def project = new UserProject(basedir, mavenHome, localRepositoryPath).in(folder).on(options.toString())
  new File(basedir, folder + '/target').deleteDir()
  assert project.build('-V', 'package').hasLine(/Default locale: ${locale[0]}_${locale[1]}.*/)
}

def made = { folder ->
  def files = new TreeMap()
  new File(folder, 'target').eachFileRecurse {
    if (it.file && !it.path.contains('maven-status')) {
      files[folder.toPath().relativize(it.toPath()).toString()] = it.bytes.encodeHex().toString().md5()
    }
  }
  files
}
def one = made(basedir)
assert one.keySet().any { it.endsWith('.jar') } && one.keySet().any { it.endsWith('IrisTrainingVector.class') }
// One with letters that change otherwise, one with digits that are not ASCII.
assert String.format(new Locale('fa', 'IR'), '%d', 1) != '1'
for (locale in [['tr', 'TR'], ['fa', 'IR']]) {
  build(locale, 'a folder, elsewhere/reproducible')
  assert one == made(other)
}
