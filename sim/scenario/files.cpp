#include "sim/scenario/files.h"

#include <algorithm>
#include <iterator>
#include <system_error>
#include <vector>

#include "sim/scenario/nearest_name.h"
#include "sim/scenario/printable.h"

namespace napkin {
namespace {

namespace fs = std::filesystem;

fs::path root_of(const fs::path& folder) {
  for (fs::path around = folder; around.has_relative_path(); around = around.parent_path()) {
    if (around.filename() == "scenarios") {
      return around;
    }
  }
  return folder;
}

bool is_inside(const fs::path& path, const fs::path& root) {
  const auto [end_of_root, unused] =
      std::mismatch(root.begin(), root.end(), path.begin(), path.end());
  return end_of_root == root.end();
}

bool may_be_meant(const fs::directory_entry& entry, bool is_file) {
  std::error_code error;
  const fs::path extension = entry.path().extension();
  return is_file ? extension == ".yaml" || extension == ".yml" : entry.is_directory(error);
}

/// The scenarios in a folder, or its folders, by name.
std::vector<std::string> names_in(const fs::path& folder, bool is_file) {
  std::vector<std::string> names;
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    if (may_be_meant(*entry, is_file)) {
      names.push_back(entry->path().filename().string());
    }
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace

NamedFile locate(const Source& source, std::string_view name) {
  const fs::path relative(name);
  if (source.folder.empty()) {
    return {std::nullopt, "this text may not name files", ""};
  }
  if (name.empty() || name.find('\0') != std::string_view::npos || relative.is_absolute()) {
    return {std::nullopt,
            quote(name) + " cannot be read from here",
            "name a file relative to this one"};
  }
  std::error_code error;
  const fs::path folder = fs::weakly_canonical(source.folder, error);
  const fs::path target = error ? fs::path() : fs::weakly_canonical(folder / relative, error);
  if (error) {
    return {std::nullopt, quote(name) + " cannot be read: " + error.message(), ""};
  }
  if (!is_inside(target, root_of(folder))) {
    return {std::nullopt,
            quote(name) + " lies outside the scenarios",
            "a scenario names only files beside or below its own folder, or within the folder "
            "scenarios"};
  }
  if (!fs::is_regular_file(target, error)) {
    return {std::nullopt,
            "there is no file " + quote(name),
            "looked for beside " + printable(source.name)};
  }
  return {(fs::path(source.folder) / relative).lexically_normal(), {}, {}};
}

std::string hint_for_missing(const fs::path& path) {
  fs::path present;
  for (auto part = path.begin(); part != path.end(); ++part) {
    std::error_code error;
    const fs::path next = present / *part;
    if (!fs::exists(next, error)) {
      const bool is_file = std::next(part) == path.end();
      const std::vector<std::string> names = names_in(present.empty() ? "." : present, is_file);
      const bool is_near = !nearest_name(part->string(), names).empty();
      return is_near || is_file ? suggestion(part->string(), names) : "";  // not all folders of "/"
    }
    present = next;
  }
  return {};
}

}  // namespace napkin
