#include "reports/result_folder.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <optional>
#include <set>
#include <stdexcept>
#include <system_error>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "reports/atomic_file.h"
#include "reports/digest.h"
#include "reports/json.h"

namespace napkin::reports {

namespace {

namespace fs = std::filesystem;

struct Entry {
  std::string name;
  std::string sha256;  // empty while the folder is being written
};

struct Manifest {
  bool complete = false;
  std::vector<Entry> entries;

  [[nodiscard]] bool lists(std::string_view name) const {
    return std::any_of(
        entries.begin(), entries.end(), [name](const Entry& entry) { return entry.name == name; });
  }
};

std::optional<std::string> bytes_of(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream || fs::is_directory(path)) {
    return std::nullopt;
  }
  return std::string(std::istreambuf_iterator<char>(stream), {});
}

std::string text_at(const nlohmann::json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

// None if it is not one of ours. Names that we would not have made are left out: nobody may point
// us elsewhere.
std::optional<Manifest> read_manifest(const fs::path& folder) {
  const std::optional<std::string> bytes = bytes_of(folder / kManifestName);
  const auto json = nlohmann::json::parse(bytes.value_or(""), nullptr, false);
  if (!json.is_object() || text_at(json, "made_by") != "napkin" || !json.contains("files") ||
      !json["files"].is_array()) {
    return std::nullopt;
  }
  Manifest manifest;
  manifest.complete = json.contains("complete") && json["complete"] == true;
  for (const nlohmann::json& file : json["files"]) {
    if (file.is_object() && is_safe_file_name(text_at(file, "name"))) {
      manifest.entries.push_back({text_at(file, "name"), text_at(file, "sha256")});
    }
  }
  return manifest;
}

std::string manifest_text(bool complete, const Json::Array& files) {
  const Json manifest = Json::Object{
      {"complete", complete}, {"files", files}, {"made_by", "napkin"}, {"manifest_version", 1}};
  return manifest.pretty() + "\n";
}

std::string manifest_of_names(const std::set<std::string>& names) {
  Json::Array array;
  for (const std::string& name : names) {
    array.push_back(Json::Object{{"name", name}});
  }
  return manifest_text(false, array);
}

std::string manifest_of(const std::vector<OutputFile>& files) {
  Json::Array array;
  for (const OutputFile& file : files) {
    array.push_back(Json::Object{{"bytes", static_cast<std::uint64_t>(file.bytes.size())},
                                 {"name", file.name},
                                 {"sha256", sha256_hex(file.bytes)}});
  }
  return manifest_text(true, array);
}

// Names in the folder but for our temporary files.
std::vector<std::string> names_in(const fs::path& folder) {
  std::error_code error;
  std::vector<std::string> names;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    const std::string name = entry->path().filename();
    if (!is_temporary_name(name)) {
      names.push_back(name);
    }
  }
  if (error) {
    throw FileError(folder, "list", error.value());
  }
  return names;
}

bool is_unchanged(const fs::path& folder, const Entry& entry) {
  const std::optional<std::string> bytes = bytes_of(folder / entry.name);
  return bytes.has_value() && sha256_hex(*bytes) == entry.sha256;
}

void refuse_unsafe_names(const std::vector<OutputFile>& files) {
  std::set<std::string_view> names;
  for (const OutputFile& file : files) {
    if (!is_safe_file_name(file.name) || file.name == kManifestName ||
        !names.insert(file.name).second) {
      throw std::logic_error("not a name for a file of a result: " + file.name);
    }
  }
}

void make_folder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) {
    throw FileError(folder, "create the folder", error.value());
  }
}

// Files of the earlier run that this one does not replace.
void remove_obsolete(const fs::path& folder,
                     const Manifest& before,
                     const std::set<std::string>& names) {
  for (const Entry& entry : before.entries) {
    std::error_code error;
    if (!names.contains(entry.name) && entry.name != kManifestName) {
      fs::remove(folder / entry.name, error);
    }
    if (error) {
      throw FileError(folder / entry.name, "remove", error.value());
    }
  }
}

}  // namespace

FolderState inspect_result_folder(const fs::path& folder) {
  std::error_code error;
  if (!fs::exists(fs::symlink_status(folder, error))) {
    return FolderState::kAbsent;
  }
  const std::vector<std::string> names = names_in(folder);
  if (names.empty()) {
    return FolderState::kEmpty;
  }
  const std::optional<Manifest> manifest = read_manifest(folder);
  const auto is_ours = [&manifest](const std::string& name) {
    return manifest.has_value() && (name == kManifestName || manifest->lists(name));
  };
  if (!std::all_of(names.begin(), names.end(), is_ours)) {
    return FolderState::kForeign;
  }
  const bool whole = manifest->complete &&
                     std::all_of(manifest->entries.begin(),
                                 manifest->entries.end(),
                                 [&](const Entry& entry) { return is_unchanged(folder, entry); });
  return whole ? FolderState::kWhole : FolderState::kTorn;
}

void write_result_folder(const fs::path& folder,
                         const std::vector<OutputFile>& files,
                         const FolderOptions& options) {
  refuse_unsafe_names(files);
  make_folder(folder);
  if (!options.force && inspect_result_folder(folder) == FolderState::kForeign) {
    throw FileError(folder,
                    "holds files that napkin did not make; choose another folder, or use force");
  }
  const Manifest before = read_manifest(folder).value_or(Manifest());
  std::set<std::string> names;
  for (const OutputFile& file : files) {
    names.insert(file.name);
  }
  std::set<std::string> announced = names;
  for (const Entry& entry : before.entries) {
    announced.insert(entry.name);
  }
  write_file_atomically(folder / kManifestName, manifest_of_names(announced));
  flush_folder(folder);
  remove_obsolete(folder, before, names);
  for (const OutputFile& file : files) {
    write_file_atomically(folder / file.name, file.bytes);
  }
  flush_folder(folder);
  write_file_atomically(folder / kManifestName, manifest_of(files));
  flush_folder(folder);
}

bool is_safe_file_name(std::string_view name) {
  constexpr std::size_t kLongest = 200;
  const auto is_letter_or_digit = [](char character) {
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') ||
           (character >= '0' && character <= '9');
  };
  return !name.empty() && name.size() <= kLongest && is_letter_or_digit(name.front()) &&
         std::all_of(name.begin(), name.end(), [&](char character) {
           return is_letter_or_digit(character) || character == '.' || character == '_' ||
                  character == '-';
         });
}

OutputFile performance_file(const RunPerformance& performance) {
  const Json json = Json::Object{{"events_per_second", performance.events_per_second},
                                 {"memory_peak_bytes", performance.memory_peak_bytes},
                                 {"threads", performance.threads},
                                 {"wall_seconds", performance.wall_seconds}};
  return {"performance.json", json.pretty() + "\n"};
}

}  // namespace napkin::reports
