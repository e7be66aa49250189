package dev.tulle.compiler;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Holds the arrows between packages that {@code docs/architecture.md} draws. */
@AnalyzeClasses(packages = "dev.tulle", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String COMPILER = "dev.tulle.compiler";

  /** Each stage may see those before it; the five that work on graphs are blind to each other. */
  @ArchTest
  static final ArchRule arrows =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("facade")
          .definedBy(COMPILER)
          .layer("source")
          .definedBy(COMPILER + ".source..")
          .layer("diag")
          .definedBy(COMPILER + ".diag..")
          .layer("syntax")
          .definedBy(COMPILER + ".syntax..")
          .layer("sema")
          .definedBy(COMPILER + ".sema..")
          .layer("ir")
          .definedBy(COMPILER + ".ir..")
          .layer("shape")
          .definedBy(COMPILER + ".shape..")
          .layer("library")
          .definedBy(COMPILER + ".library..")
          .layer("format")
          .definedBy(COMPILER + ".format..")
          .layer("lower")
          .definedBy(COMPILER + ".lower..")
          .layer("ad")
          .definedBy(COMPILER + ".ad..")
          .layer("opt")
          .definedBy(COMPILER + ".opt..")
          .layer("plan")
          .definedBy(COMPILER + ".plan..")
          .layer("reference")
          .definedBy(COMPILER + ".reference..")
          .layer("summary")
          .definedBy(COMPILER + ".summary..")
          .layer("picture")
          .definedBy(COMPILER + ".picture..")
          .layer("drawing")
          .definedBy(COMPILER + ".drawing..")
          .layer("codegen")
          .definedBy(COMPILER + ".codegen..")
          .layer("listing")
          .definedBy(COMPILER + ".listing..")
          .whereLayer("facade")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("source")
          .mayNotAccessAnyLayer()
          .whereLayer("diag")
          .mayOnlyAccessLayers("source")
          .whereLayer("syntax")
          .mayOnlyAccessLayers("source", "diag")
          .whereLayer("sema")
          .mayOnlyAccessLayers("source", "diag", "syntax", "ir")
          .whereLayer("library")
          .mayOnlyAccessLayers("source", "diag", "syntax", "sema")
          .whereLayer("format")
          .mayOnlyAccessLayers("source", "diag", "syntax")
          .whereLayer("ir")
          .mayOnlyAccessLayers("source")
          .whereLayer("shape")
          .mayOnlyAccessLayers("source", "ir")
          .whereLayer("lower")
          .mayOnlyAccessLayers("source", "diag", "syntax", "sema", "ir", "shape")
          .whereLayer("ad")
          .mayOnlyAccessLayers("source", "ir", "shape")
          .whereLayer("opt")
          .mayOnlyAccessLayers("source", "ir", "shape")
          .whereLayer("plan")
          .mayOnlyAccessLayers("source", "ir", "shape")
          .whereLayer("reference")
          .mayOnlyAccessLayers("source", "ir", "shape")
          .whereLayer("summary")
          .mayOnlyAccessLayers("source", "diag", "syntax", "sema", "ir", "shape", "lower", "plan")
          .whereLayer("picture")
          .mayOnlyAccessLayers("source", "diag", "syntax", "sema", "ir")
          .whereLayer("drawing")
          .mayOnlyAccessLayers("picture")
          .whereLayer("codegen")
          .mayOnlyAccessLayers("source", "ir", "shape", "plan")
          .whereLayer("listing")
          .mayOnlyAccessLayers("source", "ir", "plan", "codegen", "summary");

  /**
   * Names of functions, recipes and data are the same in a typed net and in a program; graphs are
   * not known yet.
   */
  @ArchTest
  static final ArchRule semaSeesNoGraphs =
      noClasses()
          .that()
          .resideInAPackage(COMPILER + ".sema..")
          .should()
          .dependOnClassesThat(
              resideInAPackage(COMPILER + ".ir..")
                  .and(not(nameMatching(".*\\.ir\\.(DataSource|Recipe|ScalarFunction)(\\$.*)?"))));

  @ArchTest
  static final ArchRule everyStageHasItsLayer =
      classes()
          .that()
          .resideInAPackage(COMPILER + "..")
          .should()
          .resideInAnyPackage(
              COMPILER,
              COMPILER + ".source..",
              COMPILER + ".diag..",
              COMPILER + ".syntax..",
              COMPILER + ".sema..",
              COMPILER + ".library..",
              COMPILER + ".format..",
              COMPILER + ".ir..",
              COMPILER + ".shape..",
              COMPILER + ".listing..",
              COMPILER + ".lower..",
              COMPILER + ".ad..",
              COMPILER + ".opt..",
              COMPILER + ".plan..",
              COMPILER + ".reference..",
              COMPILER + ".summary..",
              COMPILER + ".picture..",
              COMPILER + ".drawing..",
              COMPILER + ".codegen..");

  @ArchTest
  static final ArchRule onlySyntaxSeesAntlr =
      noClasses()
          .that(
              resideInAPackage(COMPILER + "..").and(not(resideInAPackage(COMPILER + ".syntax.."))))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.antlr..", "dev.tulle.grammar..");

  @ArchTest
  static final ArchRule onlyCodegenSeesJavaPoet =
      noClasses()
          .that(not(resideInAPackage(COMPILER + ".codegen..")))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.palantir.javapoet..");

  /** Besides what writes files, which is no stage. */
  @ArchTest
  static final ArchRule onlyCodegenNamesTheRuntime =
      noClasses()
          .that(
              resideInAPackage(COMPILER + "..").and(not(resideInAPackage(COMPILER + ".codegen.."))))
          .and()
          .areNotAssignableTo(WholeFile.class)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.tulle.runtime..");

  @ArchTest
  static final ArchRule theRuntimeKnowsTheJdkAlone =
      classes()
          .that()
          .resideInAPackage("dev.tulle.runtime..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("java..", "jdk..", "dev.tulle.runtime..");

  @ArchTest
  static final ArchRule vectorsStayInKernels =
      noClasses()
          .that(not(resideInAnyPackage("dev.tulle.runtime.kernel.vector..")))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("jdk.incubator.vector..");
}
