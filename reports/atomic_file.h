#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>

namespace napkin::reports {

/// A file or folder could not be written. what() names the path and says why, in the system's
/// words.
class FileError : public std::runtime_error {
 public:
  FileError(const std::filesystem::path& path, const std::string& action, int error_number);
  FileError(const std::filesystem::path& path, const std::string& reason);

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// Writes `bytes` to `path` as a whole or not at all, whenever the program is killed: into a
/// temporary file of the same folder, which is flushed to the disk and then renamed. A file of that
/// name is replaced; a symbolic link is replaced too, not followed. Throws FileError (disk full, no
/// permission, ...), then `path` is as it was.
void write_file_atomically(const std::filesystem::path& path, std::string_view bytes);

/// Name of the temporary file for a file of that name; a killed program may leave it, the next one
/// replaces it.
[[nodiscard]] std::string temporary_name(std::string_view file_name);
[[nodiscard]] bool is_temporary_name(std::string_view file_name);

/// Makes the names of a folder durable. Throws FileError.
void flush_folder(const std::filesystem::path& folder);

}  // namespace napkin::reports
