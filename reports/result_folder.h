#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "reports/format_registry.h"
#include "sim/stats/run_result.h"

namespace napkin::reports {

/// A folder with the files of one run and a manifest of them, manifest.json, with size and SHA-256
/// of each.
///
/// The manifest marks a folder as ours. It is written twice: first with "complete": false and the
/// names to come, last with "complete": true. So a run that was killed leaves a folder which says
/// that it is torn, in which each file is whole or absent, and which the next run may write again.

inline constexpr std::string_view kManifestName = "manifest.json";

enum class FolderState {
  kAbsent,
  kEmpty,    // nothing but temporary files of ours
  kWhole,    // all files of a complete manifest are there with the right bytes, and no others
  kTorn,     // ours, but interrupted, or a file is missing or changed
  kForeign,  // there are files that we did not make
};

[[nodiscard]] FolderState inspect_result_folder(const std::filesystem::path& folder);

struct FolderOptions {
  bool force = false;  // write also into a folder with files that are not ours; they stay
};

/// Writes `files` into `folder`, which is made if it is absent; files of an earlier run that are
/// not among them are removed. Throws FileError if the folder is foreign (unless forced) or
/// something cannot be written, and std::logic_error for a name that is not safe or stands twice.
void write_result_folder(const std::filesystem::path& folder,
                         const std::vector<OutputFile>& files,
                         const FolderOptions& options = {});

/// Whether `name` is a plain file name: letters, digits, '.', '_' and '-' in at most 200 bytes, the
/// first of them a letter or digit.
[[nodiscard]] bool is_safe_file_name(std::string_view name);

/// performance.json: the facts of the machine, apart from everything that must be the same
/// anywhere.
[[nodiscard]] OutputFile performance_file(const RunPerformance& performance);

}  // namespace napkin::reports
