def java = new File(System.getProperty('java.home'), 'bin/java').path
def run = { String jar, String... flags ->
  def command = [java, '-XX:+UseSerialGC', *flags, '-jar', "target/fat-jar-1.0-${jar}.jar"]
  def out = new StringBuilder(), err = new StringBuilder()
  def process = command*.toString().execute(null, basedir)
  process.waitForProcessOutput(out, err)
  assert process.exitValue() == 0 : "$command: $err"
  [lines: out.readLines(), err: err.toString()]
}
def vectors = ['--add-modules', 'jdk.incubator.vector'] as String[]
def hint = 'start java with: --add-modules jdk.incubator.vector'

for (jar in ['plain', 'relocated']) {
  def net = jar == 'plain' ? 'com.acme.nets' : 'com.acme.hidden.nets'
  def fast = run(jar, vectors)
  def slow = run(jar)
  assert fast.lines.head() == "${net}.ScorerVector".toString()
  assert slow.lines.head() == "${net}.ScorerScalar".toString()
  assert fast.lines.size() == 8
  for (i in 1..7) {
    assert Math.abs((fast.lines[i] as float) - (slow.lines[i] as float)) < 1e-5
  }
  assert !fast.err.contains('Tulle')
  assert slow.err.split('Tulle runs on scalar kernels', -1).length == 2 // once
  assert slow.err.split(hint, -1).length == 2
}

// A jar of sources has the Java and the nets, and no class that the exclusion of the README keeps out of it.
def names = new java.util.zip.ZipFile(new File(basedir, 'target/fat-jar-1.0-sources.jar')).withCloseable {
  it.entries()*.name
}
assert names.contains('com/acme/nets/Scorer.java')
assert names.any { it.startsWith('META-INF/tulle/') && it.endsWith('.net') }
assert names.every { !it.endsWith('.class') }
