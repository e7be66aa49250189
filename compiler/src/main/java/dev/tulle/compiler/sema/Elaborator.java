package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.diag.DiagnosticSink;
import dev.tulle.compiler.diag.NearNames;
import dev.tulle.compiler.syntax.Declaration;
import dev.tulle.compiler.syntax.Expression;
import dev.tulle.compiler.syntax.Name;
import dev.tulle.compiler.syntax.NetFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The stage from syntax trees to typed nets. */
public final class Elaborator {
  private final DiagnosticSink sink;
  private final Modules modules;

  public Elaborator(DiagnosticSink sink, Modules modules) {
    this.sink = sink;
    this.modules = modules;
  }

  /**
   * Every net of the files, once for each of its recipes and once where it has none; mistakes go to
   * the sink.
   *
   * @param overrides values for arguments of the nets, by name
   */
  public List<TypedNet> elaborate(List<NetFile> files, Map<String, Expression> overrides) {
    // A file that did not parse may have the net that takes an argument.
    boolean complete = !sink.hasErrors();
    modules.add(files);
    var nets = new ArrayList<TypedNet>();
    Set<String> arguments = new HashSet<>();
    Map<RecipeName, Name> recipes = new HashMap<>();
    for (NetFile file : files) {
      ModuleScope module = modules.scopeOf(file);
      readAll(file, module);
      Set<Declaration> trained = new HashSet<>();
      for (Declaration declaration : file.declarations()) {
        if (declaration instanceof Declaration.Train train) {
          Declaration.Definition net = netOf(train, module);
          if (net != null) {
            trained.add(net);
            reportTwice(train, net, recipes);
            nets.add(elaborate(net, module, train, overrides, arguments));
          }
        }
      }
      for (Declaration declaration : file.declarations()) {
        if (declaration instanceof Declaration.Definition definition
            && definition.kind() == Declaration.Definition.Kind.NET
            && !trained.contains(definition)
            && module.find(definition.name().text()) instanceof Value.Callable) {
          nets.add(elaborate(definition, module, null, overrides, arguments));
        }
      }
    }
    for (Map.Entry<String, Expression> override : overrides.entrySet()) {
      if (complete && !arguments.contains(override.getKey())) {
        sink.report(
            Diagnostic.error(
                Code.N102,
                null,
                "no net takes an argument `" + override.getKey() + "`",
                NearNames.nearest(override.getKey(), arguments)
                    .map(n -> "a similar name is `" + n + "`")
                    .orElse(
                        arguments.isEmpty()
                            ? "these nets take none"
                            : "there are "
                                + String.join(", ", arguments.stream().sorted().toList()))));
      }
    }
    modules.validateRest();
    return nets;
  }

  /** What a recipe goes by: its class is called so, whatever is large in the name. */
  private record RecipeName(Name net, String data) {}

  /** Reports a recipe whose net has another on data of the same name. */
  private void reportTwice(
      Declaration.Train train, Declaration.Definition net, Map<RecipeName, Name> recipes) {
    Name data = train.data().last();
    var name = new RecipeName(net.name(), data.text().toLowerCase(Locale.ROOT));
    Name first = recipes.putIfAbsent(name, data);
    if (first != null) {
      sink.report(
          Diagnostic.error(
                  Code.N106,
                  data.span(),
                  first.text().equals(data.text())
                      ? "`%s` has two recipes on `%s`".formatted(net.name(), data)
                      : "`%s` has recipes on `%s` and `%s`, whose classes would have one name"
                          .formatted(net.name(), first, data),
                  "keep one of them, or let each have data of its own, such as `data %s2 { … }`"
                      .formatted(data))
              .withRelated(first.span(), "the first one"));
    }
  }

  /** For a value that is given to a net's argument from outside of the text, and is none. */
  public static Diagnostic noValue(String argument, String given) {
    return Diagnostic.error(
        Code.S003,
        null,
        "`" + given + "` is no value for the argument `" + argument + "`",
        "give it a number, `true` or `false`: `" + argument + "=64`");
  }

  /** Evaluates constants and dims, so that a mistake in one that nothing uses is found too. */
  private static void readAll(NetFile file, ModuleScope module) {
    for (Declaration declaration : file.declarations()) {
      if (declaration instanceof Declaration.Constant || declaration instanceof Declaration.Dim) {
        module.find(declaration.name().text());
      }
    }
  }

  private Declaration.@Nullable Definition netOf(Declaration.Train train, ModuleScope module) {
    Value value = module.find(train.name().text());
    if (value instanceof Value.Broken || value == null && module.lacksNames()) {
      return null;
    }
    if (value instanceof Value.Callable callable
        && callable.declaration() instanceof Declaration.Definition definition
        && definition.kind() == Declaration.Definition.Kind.NET) {
      return definition;
    }
    List<String> nets =
        module.file().declarations().stream()
            .filter(
                d ->
                    d instanceof Declaration.Definition definition
                        && definition.kind() == Declaration.Definition.Kind.NET)
            .map(d -> d.name().text())
            .toList();
    sink.report(
        Diagnostic.error(
            Code.N101,
            train.name().span(),
            "there is no net `" + train.name() + "` to train",
            NearNames.nearest(train.name().text(), nets)
                .map(n -> "a similar name is `" + n + "`")
                .orElse("declare `net " + train.name() + " { … }`")));
    return null;
  }

  private TypedNet elaborate(
      Declaration.Definition net,
      ModuleScope module,
      Declaration.@Nullable Train train,
      Map<String, Expression> overrides,
      Set<String> arguments) {
    var context = new NetContext(sink);
    var elaborator = new NetElaborator(net, netModule(net, module), context);
    elaborator.run(overrides, arguments);
    TypedNet.Regime regime =
        train == null ? null : new RecipeElaborator(elaborator, module, train).elaborate();
    return elaborator.finish(regime);
  }

  /** A net that was imported sees the names of its own file. */
  private static ModuleScope netModule(Declaration.Definition net, ModuleScope module) {
    Value value = module.find(net.name().text());
    return value instanceof Value.Callable callable ? callable.module() : module;
  }
}
