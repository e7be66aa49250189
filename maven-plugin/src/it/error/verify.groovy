import dev.tulle.maven.UserProject

def project = new UserProject(basedir, mavenHome, localRepositoryPath)
def log = project.log()

def file = java.util.regex.Pattern.quote(new File(basedir, 'src/main/tulle/broken.net').path)
assert log.hasLine("\\[ERROR\\] $file:\\[6,27\\] error\\[N101\\]: .*Dens.*")
assert log.has('a mistake in a .net file')
assert !log.has('MojoExecutionException')
assert !new File(basedir, 'target/generated-sources').exists() // also of the good net nothing
