#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/stats/run_result.h"

namespace napkin::reports {

/// A file of a result folder, before it is written.
struct OutputFile {
  std::string name;  // a plain file name, see is_safe_file_name
  std::string bytes;
};

/// A way to write a RunResult. Adding one is writing one file in reports/formats with
///
///   const FormatRegistration kRegistration({"series_csv", "series.csv", "values per window",
///   render});
///
/// where `name` is the name of that source file without its ending.
struct OutputFormat {
  std::string name;       // "series_csv"
  std::string file_name;  // "series.csv"; "latency-*.hgrm" if it makes several files
  std::string about;      // what is in it, for the help
  std::vector<OutputFile> (*render)(const RunResult&) = nullptr;
};

/// Makes a format known when the program starts. Two formats of one name are a mistake of ours and
/// abort.
class FormatRegistration {
 public:
  explicit FormatRegistration(OutputFormat format);
};

/// All formats, sorted by name.
[[nodiscard]] const std::vector<OutputFormat>& output_formats();

/// The format of that name; null if there is none.
[[nodiscard]] const OutputFormat* find_output_format(std::string_view name);

/// The files of all formats.
[[nodiscard]] std::vector<OutputFile> render_all(const RunResult& result);

/// `text` as a part of a file name: its own letters, digits, '_' and '-' in at most 60 bytes. A
/// text that had to be changed gets a hash behind it, so that different texts keep different names.
[[nodiscard]] std::string slug(std::string_view text);

}  // namespace napkin::reports
