package dev.tulle.training;

import dev.tulle.runtime.recipe.DataSource;
import dev.tulle.training.data.DataException;
import dev.tulle.training.data.DataFiles;
import dev.tulle.training.data.IdxFolder;
import dev.tulle.training.data.ImageFolder;
import dev.tulle.training.data.Table;
import dev.tulle.training.report.TrainingEvent;
import dev.tulle.training.report.TrainingListener;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The rows that the recipe's data name. */
final class RecipeRows {
  /** Before it is known whether the recipe's rows or a program's are meant. */
  static final TrainingRows NONE =
      new TrainingRows(
          (data, known) -> {
            throw new IllegalStateException("the rows of `" + data.name() + "` were not looked up");
          },
          Optional.empty(),
          Optional.empty());

  private RecipeRows() {}

  /**
   * Looks for the file or folder.
   *
   * @param folders where, in order; the working directory where there is none
   * @param given rows that validate or test in place of the recipe's, where a program has some
   * @param listener is told how many of many pictures are read
   * @throws DataException S006 where nothing is there, R404 where a folder has test files and the
   *     data's split sets others aside
   */
  static TrainingRows of(
      DataSource data, List<Path> folders, TrainingRows given, TrainingListener listener) {
    List<Path> searched = searched(folders);
    if (data.format() == DataSource.Format.CSV) {
      Path file = DataFiles.locate(data.path(), searched);
      return new TrainingRows((d, known) -> Table.read(file), given.valid(), given.test());
    }
    if (data.format() == DataSource.Format.IMAGES) {
      Path path = DataFiles.locateFolder(data.path(), searched);
      ImageFolder pictures = new ImageFolder(path, data.pictures().orElseThrow());
      return new TrainingRows(
          (d, known) ->
              pictures.table((done, all) -> listener.on(new TrainingEvent.Reading(done, all))),
          given.valid(),
          given.test());
    }
    if (data.format() == DataSource.Format.TEXT) {
      Path file = DataFiles.locate(data.path(), searched);
      return new TrainingRows((d, known) -> Table.readText(file, d), given.valid(), given.test());
    }
    IdxFolder folder = new IdxFolder(DataFiles.locateFolder(data.path(), searched));
    Optional<TrainingRows.Source> test = given.test();
    if (test.isEmpty() && folder.hasTest()) {
      if (data.split().isPresent()) {
        throw new DataException(
            "R404",
            folder
                + " has files of test pictures, and the split of `"
                + data.name()
                + "` would part"
                + " the others again",
            "leave `split` out and say `validate = holdout(0.1)` in the recipe, or take the files"
                + " t10k-… out of the folder");
      }
      test = Optional.of((d, known) -> folder.test());
    }
    return new TrainingRows((d, known) -> folder.train(), given.valid(), test);
  }

  /** Where files are looked for: the working directory, where there are no folders. */
  static List<Path> searched(List<Path> folders) {
    return folders.isEmpty() ? List.of(Path.of("")) : folders;
  }
}
