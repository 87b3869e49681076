#include "cli/result_files.h"

#include <cerrno>
#include <system_error>
#include <vector>

#include <CLI/CLI.hpp>
#include <unistd.h>

#include "reports/atomic_file.h"
#include "reports/format_registry.h"
#include "reports/result_folder.h"

namespace napkin::cli {

void add_result_folder_options(CLI::App& command, ResultFolderArguments& arguments) {
  command.add_option("--out", arguments.folder, "Folder for the results (results/<scenario>)")
      ->type_name("FOLDER");
  command.add_flag("--force", arguments.force, "Write also into a folder that holds other files");
}

std::filesystem::path result_folder_of(const ResultFolderArguments& arguments,
                                       const std::string& scenario_file) {
  if (!arguments.folder.empty()) {
    return arguments.folder;
  }
  const std::string name = std::filesystem::path(scenario_file).stem().string();
  return std::filesystem::path("results") / reports::slug(name);
}

void prepare_result_folder(const std::filesystem::path& folder, bool force) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) {
    throw reports::FileError(folder, "create the folder", error.value());
  }
  if (access(folder.c_str(), W_OK | X_OK) != 0) {
    throw reports::FileError(folder, "write into the folder", errno);
  }
  if (!force && reports::inspect_result_folder(folder) == reports::FolderState::kForeign) {
    throw reports::FileError(
        folder, "holds files that napkin did not make; choose another folder, or add --force");
  }
}

void write_results(const RunResult& result,
                   const RunPerformance& performance,
                   const std::filesystem::path& folder,
                   bool force) {
  std::vector<reports::OutputFile> files = reports::render_all(result);
  files.push_back(reports::performance_file(performance));
  reports::write_result_folder(folder, files, {.force = force});
}

std::string result_json(const RunResult& result) {
  return reports::find_output_format("result_json")->render(result).front().bytes;
}

}  // namespace napkin::cli
