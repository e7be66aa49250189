import dev.tulle.maven.UserProject

def project = new UserProject(basedir, mavenHome, localRepositoryPath)

assert project.log().has('Tests run: 2, Failures: 0, Errors: 0, Skipped: 0')
assert !project.log().has('incubating module') // what javac would warn of

// A second build, without a network, writes nothing and lets javac rest.
def before = project.times()
def again = project.build('-o', 'verify')
assert again.has('nothing to generate')
assert again.count('Nothing to compile') == 2
assert project.touched(before).isEmpty()

// An argLine on the command line takes the place of the one with the Vector API, and the build says so.
def scalar = project.fail('-o', '-DargLine=-Dacme=1', 'verify')
assert scalar.has('write -DargLine="-Dacme=1 --add-modules jdk.incubator.vector"')
assert scalar.has('Tests run: 2, Failures: 1, Errors: 0, Skipped: 0')
