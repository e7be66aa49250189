package dev.tulle.compiler.codegen;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.lang.model.element.Modifier;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * Finds in generated Java what no reader needs: imports, private members, parameters and locals
 * that nothing names, brackets without effect, and whatever javac warns of.
 */
final class Leftovers {
  private final Set<String> found = new TreeSet<>();

  /** Methods of the kernels' interfaces: which of their parameters no implementation names. */
  private final Map<String, Set<String>> unread = new HashMap<>();

  private Leftovers() {}

  static Set<String> in(List<GeneratedFile> files) {
    var leftovers = new Leftovers();
    var diagnostics = new DiagnosticCollector<JavaFileObject>();
    List<String> options =
        List.of(
            "-Xlint:all",
            "-proc:none",
            "--add-modules",
            "jdk.incubator.vector",
            "-cp",
            System.getProperty("java.class.path", ""));
    List<Source> sources = files.stream().map(Source::new).toList();
    var task =
        (JavacTask)
            ToolProvider.getSystemJavaCompiler()
                .getTask(null, null, diagnostics, options, null, sources);
    try {
      Iterable<? extends CompilationUnitTree> units = task.parse();
      task.analyze();
      units.forEach(leftovers::scan);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    leftovers.unread.forEach(
        (method, names) ->
            names.forEach(n -> leftovers.found.add(method + " has no use for parameter " + n)));
    for (Diagnostic<? extends JavaFileObject> diagnostic : diagnostics.getDiagnostics()) {
      // That of the Vector API is the user's to see, once.
      if (!"compiler.warn.incubating.modules".equals(diagnostic.getCode())) {
        leftovers.found.add(diagnostic.toString());
      }
    }
    return leftovers.found;
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(GeneratedFile file) {
      super(URI.create("string:///" + file.path()), Kind.SOURCE);
      text = file.text();
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  private void scan(CompilationUnitTree unit) {
    List<String> names = names(unit);
    for (ImportTree line : unit.getImports()) {
      String name = ((MemberSelectTree) line.getQualifiedIdentifier()).getIdentifier().toString();
      if (!names.contains(name)) {
        found.add("import of " + name);
      }
    }
    for (Tree type : unit.getTypeDecls()) {
      ClassTree declared = (ClassTree) type;
      for (Tree member : declared.getMembers()) {
        member(declared, member, names);
      }
    }
    brackets(unit);
  }

  private void member(ClassTree type, Tree member, List<String> names) {
    if (member instanceof VariableTree field) {
      if (!names.contains(field.getName().toString())) {
        found.add(type.getSimpleName() + "." + field.getName());
      }
    } else if (member instanceof MethodTree method && method.getBody() != null) {
      String name = type.getSimpleName() + "." + method.getName();
      boolean overrides = method.getModifiers().getAnnotations().size() > 0;
      if (method.getModifiers().getFlags().contains(Modifier.PRIVATE)
          && !method.getName().contentEquals("<init>")
          && !names.contains(method.getName().toString())) {
        found.add(name + " is never called");
      }
      List<String> read = names(method.getBody());
      boolean kernel = type.getSimpleName().toString().matches(".*(Vector|Scalar)$");
      for (VariableTree parameter : method.getParameters()) {
        boolean named = read.contains(parameter.getName().toString());
        if (!named && !overrides) {
          found.add(name + " has no use for parameter " + parameter.getName());
        }
      }
      if (kernel && overrides) {
        Set<String> missing = new TreeSet<>();
        method.getParameters().forEach(p -> missing.add(p.getName().toString()));
        read.forEach(missing::remove);
        String key = name.replaceFirst("(Vector|Scalar)\\.", ".");
        unread.merge(
            key,
            missing,
            (a, b) -> {
              a.retainAll(b);
              return a;
            });
      }
      locals(name, method, read);
    }
  }

  private void locals(String method, MethodTree tree, List<String> read) {
    new TreeScanner<Void, Void>() {
      @Override
      public Void visitVariable(VariableTree local, Void nothing) {
        if (!read.contains(local.getName().toString())) {
          found.add(method + " has no use for " + local);
        }
        return super.visitVariable(local, nothing);
      }
    }.scan(tree.getBody(), null);
  }

  /** Names that are read; one that is only assigned to is not. */
  private static List<String> names(Tree tree) {
    var names = new ArrayList<String>();
    new TreeScanner<Void, Void>() {
      @Override
      public Void visitIdentifier(IdentifierTree name, Void nothing) {
        names.add(name.getName().toString());
        return null;
      }

      @Override
      public Void visitMemberSelect(MemberSelectTree select, Void nothing) {
        names.add(select.getIdentifier().toString());
        return super.visitMemberSelect(select, nothing);
      }

      @Override
      public Void visitAssignment(AssignmentTree assignment, Void nothing) {
        if (!(assignment.getVariable() instanceof IdentifierTree)) {
          scan(assignment.getVariable(), nothing);
        }
        return scan(assignment.getExpression(), nothing);
      }

      @Override
      public Void visitImport(ImportTree line, Void nothing) {
        return null;
      }
    }.scan(tree, null);
    return names;
  }

  private void brackets(CompilationUnitTree unit) {
    new TreePathScanner<Void, Void>() {
      @Override
      public Void visitParenthesized(ParenthesizedTree tree, Void nothing) {
        Tree around = getCurrentPath().getParentPath().getLeaf();
        ExpressionTree inside = tree.getExpression();
        boolean alone =
            around instanceof VariableTree
                || around instanceof ReturnTree
                || around instanceof AssignmentTree
                || around instanceof ParenthesizedTree
                || inside instanceof IdentifierTree
                    && getCurrentPath().getParentPath() != null
                    && !around.getKind().name().matches("IF|SWITCH|SWITCH_EXPRESSION|WHILE_LOOP");
        if (alone) {
          found.add("brackets around " + inside + " in " + around);
        }
        return super.visitParenthesized(tree, nothing);
      }
    }.scan(unit, null);
  }
}
