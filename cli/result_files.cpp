#include "cli/result_files.h"

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <unistd.h>

#include "reports/atomic_file.h"
#include "reports/format_registry.h"
#include "reports/result_folder.h"
#include "sim/scenario/quantity.h"

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

namespace {

constexpr const char* kResultFile = "result.json";

std::int64_t bytes_of(const std::vector<reports::OutputFile>& files) {
  std::int64_t bytes = 0;
  for (const reports::OutputFile& file : files) {
    bytes += static_cast<std::int64_t>(file.bytes.size());
  }
  return bytes;
}

/// Takes the largest files away until the rest fits; their names.
std::string leave_out_largest(std::vector<reports::OutputFile>& files, std::int64_t bytes_max) {
  std::string names;
  while (files.size() > 1 && bytes_of(files) > bytes_max) {
    const auto rank = [](const reports::OutputFile& file) {
      return file.name == kResultFile ? 0 : file.bytes.size() + 1;
    };
    const auto largest =
        std::max_element(files.begin(), files.end(), [rank](const auto& one, const auto& other) {
          return rank(one) < rank(other);
        });
    names += (names.empty() ? "" : ", ") + largest->name;
    files.erase(largest);
  }
  return names;
}

/// Every report, or those that fit.
std::vector<reports::OutputFile> render_within(RunResult& result, std::int64_t bytes_max) {
  std::vector<reports::OutputFile> files = reports::render_all(result);
  const std::int64_t bytes = bytes_of(files);
  if (bytes <= bytes_max) {
    return files;
  }
  const std::string left_out = leave_out_largest(files, bytes_max);
  const auto text_of = [](std::int64_t count) {
    return format_quantity(make_quantity(QuantityKind::kBytes, static_cast<double>(count)));
  };
  result.complete = false;
  result.incomplete_reason += fmt::format(
      "{}stopped by the budget of {} of result files (run.budget.output): they are {}; "
      "left out: {}; raise it with --max-output {}",
      result.incomplete_reason.empty() ? "" : ". Also ",
      text_of(bytes_max),
      text_of(bytes),
      left_out,
      text_of(bytes));
  std::vector<reports::OutputFile> marked = reports::render_all(result);
  std::erase_if(marked, [&files](const reports::OutputFile& file) {
    return std::none_of(
        files.begin(), files.end(), [&file](const auto& kept) { return kept.name == file.name; });
  });
  return marked;
}

}  // namespace

void write_results(RunResult& result,
                   const RunPerformance& performance,
                   const std::filesystem::path& folder,
                   const WriteOptions& options) {
  std::vector<reports::OutputFile> files = render_within(result, options.bytes_max);
  files.push_back(reports::performance_file(performance));
  reports::write_result_folder(folder, files, {.force = options.force});
}

std::string result_json(const RunResult& result) {
  return reports::find_output_format("result_json")->render(result).front().bytes;
}

}  // namespace napkin::cli
