package dev.tulle.runtime.recipe;

import dev.tulle.runtime.json.JsonException;
import dev.tulle.runtime.json.JsonReader;
import dev.tulle.runtime.json.JsonWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What every input and target is made of, as training fitted it: kept in the metadata of the
 * weights, so that serving does the same to its rows.
 *
 * @param fields by the name of the port, in the order of the data
 */
public record FittedFields(Map<String, FittedColumn> fields) {
  /** The metadata's name for these. */
  public static final String KEY = "tulle.fields";

  public FittedFields {
    fields = new LinkedHashMap<>(fields); // the order matters, and Map.copyOf loses it
  }

  /** The text for the metadata. */
  public String toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    fields.forEach((port, column) -> json.put(port, FittedColumnJson.write(column)));
    return JsonWriter.write(json);
  }

  /** What {@link #toJson} wrote. @throws JsonException for any other text */
  public static FittedFields fromJson(String text) throws JsonException {
    Map<String, FittedColumn> fields = new LinkedHashMap<>();
    for (Map.Entry<String, Object> field : JsonReader.readObject(text).entrySet()) {
      fields.put(field.getKey(), FittedColumnJson.read(field.getValue()));
    }
    return new FittedFields(fields);
  }

  /**
   * What some weights keep, or empty where they keep nothing. @throws JsonException for a damaged
   * text
   */
  public static Optional<FittedFields> of(Map<String, String> metadata) throws JsonException {
    String text = metadata.get(KEY);
    return text == null ? Optional.empty() : Optional.of(fromJson(text));
  }

  /** What an input or target is made of. */
  public Optional<FittedColumn> field(String port) {
    return Optional.ofNullable(fields.get(port));
  }

  /** The classes of a dim, if a field has them. */
  public Optional<ClassNames> classes(String dim) {
    for (FittedColumn column : fields.values()) {
      if (column instanceof FittedColumn.Classes classes && classes.dim().equals(dim)) {
        return Optional.of(classes.classes());
      }
    }
    return Optional.empty();
  }
}
