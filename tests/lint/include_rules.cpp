#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "tests/lint/includes.h"
#include "tests/lint/rules.h"

namespace napkin::lint {
namespace {

// A folder, and the folders (or single files) that its files may include from.
struct Layer {
  std::string_view folder;
  std::vector<std::string_view> sees;
};

// The house, most particular folder first. Tests may include everything. Reports know results only,
// but assert as everybody does.
const std::vector<Layer>& layers() {
  static const std::vector<Layer> kLayers{
      {"sim/kernel", {"sim/kernel"}},
      {"sim/stats", {"sim/kernel", "sim/stats"}},
      {"sim/station", {"sim/kernel", "sim/stats", "sim/station"}},
      {"sim/net", {"sim/kernel", "sim/stats", "sim/station", "sim/net"}},
      {"sim/analysis", {"sim/kernel", "sim/analysis"}},
      {"sim/scenario", {"sim/kernel", "sim/stats", "sim/station", "sim/net", "sim/scenario"}},
      {"sim", {"sim"}},
      {"models/algorithms", {"models/algorithms"}},
      {"models/components", {"sim", "models/algorithms", "models/components"}},
      {"models/systems", {"sim", "models"}},
      {"reports", {"sim/stats", "sim/kernel/assert.h", "reports"}},
      {"cli", {"sim", "models", "reports", "cli"}},
      {"tests", {"sim", "models", "reports", "cli", "tests"}},
  };
  return kLayers;
}

// A package and the folders whose .cpp files may use it.
struct Package {
  std::string_view prefix;
  std::vector<std::string_view> owners;
};

// Most particular prefix first.
const std::vector<Package>& packages() {
  static const std::vector<Package> kPackages{
      {"yaml-cpp/", {"sim/scenario"}},
      {"Eigen/", {"sim/analysis", "sim/stats/analysis", "sim/run/analysis"}},
      {"CLI/", {"cli"}},
      {"boost/graph/", {"sim/net", "sim/analysis", "models/algorithms"}},
      {"boost/math/", {"sim/stats", "sim/analysis", "sim/run"}},
      {"boost/mpi", {"sim/run"}},
      {"mpi.h", {"sim/run"}},
      {"fmt/", {"sim", "models", "reports", "cli"}},
      {"nlohmann/", {"reports", "cli"}},
      {"zlib.h", {"reports"}},
      {"openssl/", {"models/algorithms", "reports", "cli"}},
      {"gtest/", {}},
      {"gmock/", {}},
      {"rapidcheck", {}},
      {"benchmark/", {}},
      {"libmemcached/", {}},
  };
  return kPackages;
}

// What the operating system offers is no package, but no model has a use for it either.
constexpr std::array<std::string_view, 16> kSystemHeaders{"dirent.h",
                                                          "dlfcn.h",
                                                          "fcntl.h",
                                                          "poll.h",
                                                          "pthread.h",
                                                          "sched.h",
                                                          "signal.h",
                                                          "termios.h",
                                                          "unistd.h",
                                                          "sys/ioctl.h",
                                                          "sys/mman.h",
                                                          "sys/resource.h",
                                                          "sys/stat.h",
                                                          "sys/time.h",
                                                          "sys/types.h",
                                                          "sys/wait.h"};

bool is_below_any(std::string_view path, const std::vector<std::string_view>& folders) {
  return std::ranges::any_of(folders, [&](auto folder) { return is_below(path, folder); });
}

std::string joined(const std::vector<std::string_view>& folders) {
  std::string text;
  for (const std::string_view folder : folders) {
    text.append(text.empty() ? "" : ", ").append(folder);
  }
  return text;
}

std::optional<std::string> judge_ours(const SourceFile& file, std::string_view name) {
  static const std::vector<std::string_view> kRoots{"sim", "models", "reports", "cli", "tests"};
  if (!is_below_any(name, kRoots)) {
    return "\"" + std::string(name) + "\" is not rooted at the top of the tree";
  }
  const auto layer =
      std::ranges::find_if(layers(), [&](const Layer& each) { return file.below(each.folder); });
  if (layer == layers().end()) {
    return "this folder is not part of the house; tests/lint/include_rules.cpp knows those that "
           "are";
  }
  if (!is_below_any(name, layer->sees)) {
    return std::string(layer->folder) + " may include only from " + joined(layer->sees) +
           ", and not " + std::string(name);
  }
  return std::nullopt;
}

std::optional<std::string> judge_package(const SourceFile& file, const Package& package) {
  const std::string name(package.prefix);
  if (file.is_header()) {
    return name + " in a header; a package appears in the .cpp files of its owner only";
  }
  if (!is_below_any(file.path(), package.owners)) {
    return package.owners.empty() ? name + " belongs to tests only"
                                  : name + " belongs to " + joined(package.owners) + " only";
  }
  return std::nullopt;
}

bool is_standard(std::string_view name) {
  return std::ranges::all_of(name, is_word_character);
}

std::optional<std::string> judge_foreign(const SourceFile& file, std::string_view name) {
  if (file.below("tests") || is_standard(name)) {
    return std::nullopt;
  }
  const auto package = std::ranges::find_if(
      packages(), [&](const Package& each) { return name.starts_with(each.prefix); });
  if (package != packages().end()) {
    return judge_package(file, *package);
  }
  if (std::ranges::find(kSystemHeaders, name) == kSystemHeaders.end()) {
    return "<" + std::string(name) +
           "> has no owner; tests/lint/include_rules.cpp lists the packages";
  }
  if (file.is_header() || file.below("models")) {
    return "<" + std::string(name) + "> of the operating system in a header or a model";
  }
  return std::nullopt;
}

}  // namespace

std::vector<Violation> check_includes(const SourceFile& file) {
  std::vector<Violation> found;
  for (const Include& include : find_includes(file)) {
    auto message =
        include.is_quoted ? judge_ours(file, include.name) : judge_foreign(file, include.name);
    if (message) {
      found.push_back({file.path(), include.line, std::move(*message)});
    }
  }
  return found;
}

}  // namespace napkin::lint
