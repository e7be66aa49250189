import dev.tulle.maven.UserProject

def log = new UserProject(basedir, mavenHome, localRepositoryPath).log()

assert log.has('generated code needs tulle-runtime; add to the pom:')
assert log.has('<artifactId>tulle-runtime</artifactId>')
assert log.has("<version>$tulleVersion</version>")
