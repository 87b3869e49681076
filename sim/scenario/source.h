#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace napkin {

/// Who wrote a piece of scenario text. Every node of a tree knows it, through its mark.
enum class Origin : std::uint8_t {
  kFile,     ///< the scenario file itself
  kBase,     ///< a file that the scenario extends
  kSetting,  ///< `--set path=value`
  kDefault,  ///< the default in a component's declaration
};

/// A text that was read, kept so that a message can quote the line it speaks of.
struct Source {
  std::string name;  ///< as a message shows it: the file's path, or `--set run.seed=7`
  std::string text;
  Origin origin = Origin::kFile;
  std::string folder{};  ///< where the files it names are looked for; empty: it may name none
};

/// A position in a source. Lines and columns count from 1; columns count bytes. Line 0: no
/// position.
struct Mark {
  std::shared_ptr<const Source> source;
  std::uint32_t line = 0;
  std::uint32_t column = 0;

  /// The name of the source; empty without one.
  [[nodiscard]] std::string_view file() const;

  /// Who wrote the text here. Text without a source counts as a default.
  [[nodiscard]] Origin origin() const;
};

/// The text of a line (counted from 1) without its end; empty beyond the last line.
[[nodiscard]] std::string_view line_of(const Source& source, std::uint32_t line);

/// "file", "base file", "--set" or "default": how a report names the origin of a value.
[[nodiscard]] std::string_view name_of(Origin origin);

}  // namespace napkin
