#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace napkin::lint {

/// One broken house rule, where it is broken, and what to do instead.
struct Violation {
  std::string path;  ///< rooted, as in an include
  std::size_t line;  ///< 1-based
  std::string message;
};

/// `path:line: message`, as compilers print it.
[[nodiscard]] std::string to_string(const Violation& violation);

/// A C++ file as the rules see it: where it lives, its text, and its code alone.
class SourceFile final {
 public:
  /// `path` is rooted at the top of the tree, with forward slashes: `sim/kernel/time.h`.
  SourceFile(std::string path, std::string text);

  [[nodiscard]] const std::string& path() const { return path_; }

  /// The lines as they stand in the file, without their line ends.
  [[nodiscard]] const std::vector<std::string>& lines() const { return lines_; }

  /// The same lines, of the same length, with blanks for comments and for what strings hold.
  [[nodiscard]] const std::vector<std::string>& code() const { return code_; }

  [[nodiscard]] bool is_header() const { return path_.ends_with(".h"); }

  /// Is it below `folder`, as in `below("sim/kernel")`?
  [[nodiscard]] bool below(std::string_view folder) const;

 private:
  std::string path_;
  std::vector<std::string> lines_;
  std::vector<std::string> code_;
};

/// Is `path` the folder, or something in it?
[[nodiscard]] bool is_below(std::string_view path, std::string_view folder);

/// Can this character be part of a C++ identifier?
[[nodiscard]] bool is_word_character(char c);

}  // namespace napkin::lint
