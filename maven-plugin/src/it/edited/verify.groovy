import dev.tulle.maven.UserProject

def project = new UserProject(basedir, mavenHome, localRepositoryPath)
def nets = new File(basedir, 'src/main/tulle')
def made = new File(basedir, 'target/generated-sources/tulle/com/acme')
def warning = /\[WARNING\] .*scorer\.net:\[7,10\] warning\[N104\]: nothing in the net reads `unread`/

assert project.log().hasLine(warning)
assert new File(made, 'other/Other.java').file

// Nothing is changed: nothing is written, and what was warned of is warned of again.
def before = project.times()
def log = project.build('compile')
assert log.has('nothing to generate') && log.has('Nothing to compile')
assert log.hasLine(warning)
assert project.touched(before).isEmpty()

// What a net imports is changed: its class is made anew, another's is not touched.
def layers = new File(nets, 'com/acme/layers.net')
layers.text = layers.text.replace('tanh', 'sigmoid')
before = project.times()
log = project.build('compile')
def generated = project.touched(before).findAll { it.contains('generated') }
assert generated.any { it.endsWith('ScorerVector.class') }
assert generated.every { !it.contains('Other') }
assert log.has('Compiling ')

// A mistake: the build fails, and what was there stays whole.
def scorer = new File(nets, 'scorer.net')
def good = scorer.text
scorer.text = good.replace('Dense(1)', 'Dense(')
before = project.times()
log = project.fail('compile')
assert log.hasLine(/\[ERROR\] .*scorer\.net:\[8,49\] error\[S001\]: .*/)
assert project.touched(before).every { it.startsWith('target/maven-status') }
scorer.text = good
assert project.build('compile').has(' 0 file(s) written, 0 deleted')

// The configuration is changed.
log = project.build('compile', '-Dwidth=24')
assert new File(made, 'Scorer.java').text.contains('24')

// A file that somebody changed is made again.
def java = new File(made, 'Scorer.java')
def text = java.text
java.text = 'broken'
project.build('compile', '-Dwidth=24')
assert java.text == text

// A source is deleted, and with it all that was made of it.
new File(nets, 'other.net').delete()
log = project.build('compile', '-Dwidth=24')
assert log.has(' deleted')
assert !new File(made, 'other').exists()
assert project.times().keySet().every { !it.toLowerCase().contains('other') }
