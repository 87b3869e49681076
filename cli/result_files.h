#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "sim/stats/run_result.h"

namespace CLI {
class App;
}

namespace napkin::cli {

/// Where a command keeps what it found: `--out FOLDER --force`.
struct ResultFolderArguments {
  std::string folder;  ///< empty: named after the scenario
  bool force = false;  ///< write also into a folder that holds other files
};

/// Adds `--out` and `--force`; `arguments` outlive the command line.
void add_result_folder_options(CLI::App& command, ResultFolderArguments& arguments);

/// Where the results of a scenario's file go: when nobody says, a folder named after it, below
/// `results`.
[[nodiscard]] std::filesystem::path result_folder_of(const ResultFolderArguments& arguments,
                                                     const std::string& scenario_file);

/// Finds out before the run, which may be long, what would keep its results from being written, and
/// makes the folder. Throws FileError.
void prepare_result_folder(const std::filesystem::path& folder, bool force);

struct WriteOptions {
  bool force = false;          ///< also into a folder that holds other files
  std::int64_t bytes_max = 0;  ///< of all reports together
};

/// Writes every report of a result, and the machine's figures beside them. Throws FileError. When
/// the reports are too large together, the largest are left out, result.json last, and the result
/// is marked as partial with the reason.
void write_results(RunResult& result,
                   const RunPerformance& performance,
                   const std::filesystem::path& folder,
                   const WriteOptions& options);

/// `result.json` as it stands in the folder.
[[nodiscard]] std::string result_json(const RunResult& result);

}  // namespace napkin::cli
