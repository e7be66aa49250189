import dev.tulle.maven.UserProject

def project = new UserProject(basedir, mavenHome, localRepositoryPath)
def pom = new File(basedir, 'pom.xml')
def made = new File(basedir, 'target/generated-sources/tulle/com/acme')

assert project.log().has('Tests run: 2, Failures: 0, Errors: 0, Skipped: 0')
assert !project.times().keySet().any { it.startsWith('target/classes') && it.contains('Probe') }

// Two executions make one class of different nets.
def log = project.fail('compile', '-Dorders=again/*.net')
assert log.hasLine(/\[ERROR\] .*again.scorer\.net:\[5,5\] error: the class `com\.acme\.Scorer` is made by `generate \(offers\)` too/)
assert new File(made, 'Orders.java').file

// An execution is taken out of the pom, and what it made goes too.
def lines = pom.text
def begin = lines.indexOf('<execution>\n            <id>orders</id>')
pom.text = lines.substring(0, begin) + lines.substring(lines.indexOf('</execution>', begin) + 12)
log = project.build('compile')
assert new File(made, 'Scorer.java').file
assert !new File(made, 'Orders.java').exists()
assert project.times().keySet().every { !it.toLowerCase().contains('orders') || it.contains('surefire') }
