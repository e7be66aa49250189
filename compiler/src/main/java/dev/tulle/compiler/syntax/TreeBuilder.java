package dev.tulle.compiler.syntax;

import dev.tulle.compiler.source.SourceFile;
import dev.tulle.compiler.source.Span;
import dev.tulle.grammar.TulleParser.IdContext;
import dev.tulle.grammar.TulleParser.PathContext;
import java.util.List;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/** What every part of the tree is built with: places, names and documentation. */
abstract class TreeBuilder {
  final SourceFile file;

  TreeBuilder(SourceFile file) {
    this.file = file;
  }

  /** Whether the parser gave up inside of this part, so that anything of it may be absent. */
  static boolean broken(@Nullable ParserRuleContext context) {
    return context == null || context.exception != null;
  }

  /** From the first to the last token; a place where there is none. */
  Span span(ParserRuleContext context) {
    int start = context.getStart().getStartIndex();
    Token stop = context.getStop();
    int end = stop == null ? start : stop.getStopIndex() + 1;
    return new Span(file, start, Math.max(start, end));
  }

  static Span span(Token token) {
    return ((NetToken) token).span();
  }

  static String doc(Token token) {
    return ((NetToken) token).doc;
  }

  /** The place directly behind a part, for what is missing there. */
  Span behind(ParserRuleContext context) {
    int end = span(context).end();
    return new Span(file, end, end);
  }

  @Nullable Name name(@Nullable IdContext context) {
    return context == null || context.exception != null || context.getStop() == null
        ? null
        : new Name(context.getText(), span(context));
  }

  /** The names of a list without those that are missing. */
  List<Name> names(List<IdContext> contexts) {
    return contexts.stream().map(this::name).filter(java.util.Objects::nonNull).toList();
  }

  @Nullable Path path(@Nullable PathContext context) {
    if (context == null) {
      return null;
    }
    List<Name> names = names(context.id());
    return names.isEmpty() ? null : new Path(names);
  }
}
