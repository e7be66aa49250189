import dev.tulle.maven.UserProject
import java.nio.file.Files

// The same project in another folder, on a machine that is set up otherwise.
def other = new File(basedir, 'a folder, elsewhere/reproducible')
['pom.xml', 'src/main/tulle/scorer.net', 'src/main/tulle/iris.net'].each {
  def copy = new File(other, it)
  copy.parentFile.mkdirs()
  Files.copy(new File(basedir, it).toPath(), copy.toPath())
}
new UserProject(basedir, mavenHome, localRepositoryPath).in('a folder, elsewhere/reproducible').build('package', '-Duser.language=tr', '-Duser.country=TR', '-Duser.timezone=Pacific/Apia', '-Dfile.encoding=ISO-8859-1', '-Dline.separator=\r\n')

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
assert one == made(other)
