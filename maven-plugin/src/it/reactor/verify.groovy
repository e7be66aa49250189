import dev.tulle.maven.UserProject

def project = new UserProject(basedir, mavenHome, localRepositoryPath)
def log = project.log()

assert log.has('Tests run: 1, Failures: 0, Errors: 0, Skipped: 0')
assert !log.has('not marked as @threadSafe') && !log.has('thread-safe')
assert log.count('Compiling ') >= 5
def layers = new File(basedir, 'layers/target/classes/META-INF/tulle/com/acme/layers/layers.net')
assert layers.file

// The other module's layer is changed, and only that.
def source = new File(basedir, 'layers/src/main/tulle/layers.net')
source.text = source.text.replace('tanh', 'relu')
def kernels = new File(basedir, 'app/target/tulle/kernels/com/acme/app/ScorerVector.java')
def before = kernels.text
project.build('compile')
assert kernels.text != before
