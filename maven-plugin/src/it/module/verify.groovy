import dev.tulle.maven.UserProject

def log = new UserProject(basedir, mavenHome, localRepositoryPath).log()

assert log.has('Tests run: 1, Failures: 0, Errors: 0, Skipped: 0')
assert !log.has('[WARNING] ') : 'no warning of javac'
