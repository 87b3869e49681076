#include "sim/scenario/files.h"

#include <algorithm>
#include <system_error>

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

}  // namespace napkin
