import dev.tulle.maven.UserProject

def project = new UserProject(basedir, mavenHome, localRepositoryPath)
def log = project.log()

def file = java.util.regex.Pattern.quote(new File(basedir, 'src/main/tulle/nets.net').path)
assert log.hasLine("\\[ERROR\\] $file:\\[9,5\\] error: the net `ManyParameters` has 1111 parameters; maxParameters allows 1000")
assert log.hasLine("\\[ERROR\\] $file:\\[14,5\\] error: the net `LargeWorkspace` predicts in a workspace of \\d+ bytes; maxWorkspaceBytes allows 600000")
assert log.has('2 mistakes in .net files')
assert !log.has('Small')
assert !new File(basedir, 'target/generated-sources').exists()
