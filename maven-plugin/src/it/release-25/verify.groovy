import dev.tulle.maven.UserProject

def project = new UserProject(basedir, mavenHome, localRepositoryPath)

assert project.log().has('Tests run: 1, Failures: 0, Errors: 0, Skipped: 0')
assert new File(basedir, 'target/classes/com/acme/Scorer.class').bytes[7] == 69 // Java 25
assert new File(basedir, 'target/classes/com/acme/ScorerVector.class').bytes[7] == 61 // Java 17, as everywhere
