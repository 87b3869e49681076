#include "reports/atomic_file.h"

#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <system_error>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "reports/terminal_text.h"

namespace napkin::reports {

namespace {

constexpr std::string_view kTemporaryPrefix = ".napkin-";
constexpr std::string_view kTemporarySuffix = ".part";

// An open file or folder that is closed on every path.
class Descriptor {
 public:
  Descriptor(const std::filesystem::path& path, int flags) : path_(path) {
    constexpr mode_t kMode = 0666;  // less the user's mask
    number_ = ::open(path.c_str(), flags | O_CLOEXEC, kMode);
  }

  ~Descriptor() {
    if (is_open()) {
      ::close(number_);
    }
  }

  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  [[nodiscard]] bool is_open() const { return number_ >= 0; }

  void write(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t written = ::write(number_, bytes.data(), bytes.size());
      if (written < 0 && errno != EINTR) {
        throw FileError(path_, "write", errno);
      }
      bytes.remove_prefix(written > 0 ? static_cast<std::size_t>(written) : 0);
    }
  }

  void flush() {
    if (::fsync(number_) != 0) {
      throw FileError(path_, "flush", errno);
    }
  }

  // Some file systems report a full disk only here.
  void close() {
    const int number = number_;
    number_ = -1;
    if (::close(number) != 0) {
      throw FileError(path_, "close", errno);
    }
  }

 private:
  std::filesystem::path path_;
  int number_ = -1;
};

// Removes the temporary file unless it was renamed.
class TemporaryFile {
 public:
  explicit TemporaryFile(std::filesystem::path path) : path_(std::move(path)) {}

  ~TemporaryFile() {
    if (!path_.empty()) {
      ::unlink(path_.c_str());
    }
  }

  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;

  void rename_to(const std::filesystem::path& target) {
    if (std::rename(path_.c_str(), target.c_str()) != 0) {
      throw FileError(target, "replace", errno);
    }
    path_.clear();
  }

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace

FileError::FileError(const std::filesystem::path& path, const std::string& action, int error_number)
    : FileError(
          path,
          fmt::format("cannot {}: {}", action, std::generic_category().message(error_number))) {}

FileError::FileError(const std::filesystem::path& path, const std::string& reason)
    : std::runtime_error(fmt::format("{}: {}", escape_for_terminal(path.string()), reason)),
      path_(path) {}

void write_file_atomically(const std::filesystem::path& path, std::string_view bytes) {
  constexpr int kFlags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW;
  const std::filesystem::path temporary_path =
      path.parent_path() / temporary_name(path.filename().string());
  ::unlink(temporary_path.c_str());  // what a killed run left
  Descriptor descriptor(temporary_path, kFlags);
  if (!descriptor.is_open()) {
    throw FileError(path, "create", errno);
  }
  TemporaryFile temporary(temporary_path);
  descriptor.write(bytes);
  descriptor.flush();
  descriptor.close();
  temporary.rename_to(path);
}

std::string temporary_name(std::string_view file_name) {
  return fmt::format("{}{}{}", kTemporaryPrefix, file_name, kTemporarySuffix);
}

bool is_temporary_name(std::string_view file_name) {
  return file_name.starts_with(kTemporaryPrefix) && file_name.ends_with(kTemporarySuffix);
}

void flush_folder(const std::filesystem::path& folder) {
  Descriptor descriptor(folder, O_RDONLY | O_DIRECTORY);
  if (!descriptor.is_open()) {
    throw FileError(folder, "open", errno);
  }
  descriptor.flush();
}

}  // namespace napkin::reports
