import dev.tulle.maven.UserProject

assert new UserProject(basedir, mavenHome, localRepositoryPath).log().has('Tests run: 1, Failures: 0, Errors: 0, Skipped: 0')
