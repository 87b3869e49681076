#include "tests/lint/source_file.h"

#include <algorithm>
#include <utility>

namespace napkin::lint {
namespace {

std::vector<std::string> split_lines(const std::string& text) {
  std::vector<std::string> lines;
  std::size_t begin = 0;
  while (begin < text.size()) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    lines.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return lines;
}

// Blanks comments and the insides of literals, one construct at a time. Line ends and lengths stay,
// so that a position in the result is a position in the file.
class Blanker final {
 public:
  explicit Blanker(std::string text) : text_(std::move(text)) {}

  std::string run() {
    while (position_ < text_.size()) {
      step();
    }
    return std::move(text_);
  }

 private:
  void step() {
    if (at("//")) {
      blank_to(text_.find('\n', position_));
    } else if (at("/*")) {
      blank_past("*/", position_ + 2);
    } else if (starts_raw_string()) {
      blank_raw_string();
    } else if (at("\"") || starts_character()) {
      blank_literal(text_[position_]);
    } else {
      ++position_;
    }
  }

  bool at(std::string_view token) const {
    return std::string_view(text_).substr(position_).starts_with(token);
  }

  bool after_word() const { return position_ > 0 && is_word_character(text_[position_ - 1]); }

  // An apostrophe between digits separates thousands.
  bool starts_character() const { return at("'") && !after_word(); }

  bool starts_raw_string() const { return at("R\"") && !after_word(); }

  void blank_raw_string() {
    const std::size_t open = text_.find('(', position_);
    const std::string delimiter = text_.substr(position_ + 2, open - position_ - 2);
    position_ += 2;
    blank_past(")" + delimiter + "\"", open);
  }

  // The quotes stay: an include still shows that it is one.
  void blank_literal(char quote) {
    for (++position_; position_ < text_.size() && text_[position_] != quote; ++position_) {
      if (text_[position_] == '\n') {
        return;
      }
      if (text_[position_] == '\\') {
        text_[position_++] = ' ';
      }
      blank(position_);
    }
    ++position_;
  }

  void blank_past(std::string_view token, std::size_t from) {
    const std::size_t found = text_.find(token, from);
    blank_to(found == std::string::npos ? found : found + token.size());
  }

  void blank_to(std::size_t end) {
    for (; position_ < std::min(end, text_.size()); ++position_) {
      blank(position_);
    }
  }

  void blank(std::size_t position) {
    if (position < text_.size() && text_[position] != '\n') {
      text_[position] = ' ';
    }
  }

  std::string text_;
  std::size_t position_ = 0;
};

}  // namespace

std::string to_string(const Violation& violation) {
  return violation.path + ":" + std::to_string(violation.line) + ": " + violation.message;
}

SourceFile::SourceFile(std::string path, std::string text)
    : path_(std::move(path)),
      lines_(split_lines(text)),
      code_(split_lines(Blanker(std::move(text)).run())) {}

bool SourceFile::below(std::string_view folder) const {
  return is_below(path_, folder);
}

bool is_below(std::string_view path, std::string_view folder) {
  return path.starts_with(folder) && (path.size() == folder.size() || path[folder.size()] == '/');
}

bool is_word_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

}  // namespace napkin::lint
