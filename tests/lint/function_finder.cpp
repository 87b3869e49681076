#include "tests/lint/function_finder.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

namespace napkin::lint {
namespace {

// `template <class T>` introduces a function as often as a class.
std::string_view without_template(std::string_view head) {
  if (!head.starts_with("template")) {
    return head;
  }
  int depth = 0;
  for (std::size_t i = head.find('<'); i < head.size(); ++i) {
    depth += (head[i] == '<') - (head[i] == '>');
    if (depth == 0) {
      head.remove_prefix(std::min(head.find_first_not_of(' ', i + 1), head.size()));
      return head;
    }
  }
  return head;
}

bool begins_with_word(std::string_view head, std::string_view word) {
  return head.starts_with(word) &&
         (head.size() == word.size() || !is_word_character(head[word.size()]));
}

bool introduces_function(std::string_view head) {
  head = without_template(head);
  for (const std::string_view word :
       {"namespace", "inline namespace", "class", "struct", "union", "enum", "extern"}) {
    if (begins_with_word(head, word)) {
      return false;
    }
  }
  const std::size_t last = head.find_last_not_of(' ');
  return head.find('(') != std::string_view::npos && head[last] != '=';
}

// Walks over the code and keeps the blocks that are open, each with the text that introduced it:
// what stands between it and the end of the statement before.
class Walk final {
 public:
  explicit Walk(const SourceFile& file) : code_(file.code()) {}

  std::vector<FunctionExtent> run() {
    bool in_macro = false;
    for (line_ = 0; line_ < code_.size(); ++line_) {
      const bool is_macro = in_macro || code_[line_].starts_with("#");
      in_macro = is_macro && code_[line_].ends_with("\\");
      if (!is_macro) {
        take_line();
      }
    }
    return std::move(found_);
  }

 private:
  struct Head {
    std::string text;
    std::size_t first_line = 0;
  };

  struct Block {
    Head head;
    bool is_function = false;
  };

  void take_line() {
    for (const char c : code_[line_]) {
      if (c == '{') {
        open();
      } else if (c == '}') {
        close();
      } else if (c == ';' && parentheses_ == 0) {
        head_ = {};
      } else {
        take(c);
      }
    }
    take(' ');
  }

  void take(char c) {
    parentheses_ += (c == '(') - (c == ')');
    if (!head_.text.empty()) {
      head_.text += c;
    } else if (c == ',') {
      head_ = last_closed_;  // `: a_{1}, b_{2} {`: the same constructor goes on
      head_.text += c;
    } else if (c != ' ') {
      head_ = {std::string(1, c), line_};
    }
  }

  void open() {
    // `: a_{1} {`: the body follows the braces of the last member directly.
    Head head = head_.text.empty() ? last_closed_ : std::move(head_);
    const bool is_function = parentheses_ == 0 && introduces_function(head.text);
    blocks_.push_back({std::move(head), is_function});
    head_ = {};
  }

  void close() {
    head_ = {};
    if (blocks_.empty()) {
      return;
    }
    Block block = std::move(blocks_.back());
    blocks_.pop_back();
    const bool is_inner = std::ranges::any_of(blocks_, &Block::is_function);
    if (block.is_function && !is_inner) {
      found_.push_back({block.head.first_line + 1, line_ + 1});
    }
    last_closed_ = std::move(block.head);
  }

  const std::vector<std::string>& code_;
  std::size_t line_ = 0;
  int parentheses_ = 0;
  Head head_;
  Head last_closed_;
  std::vector<Block> blocks_;
  std::vector<FunctionExtent> found_;
};

}  // namespace

std::vector<FunctionExtent> find_functions(const SourceFile& file) {
  return Walk(file).run();
}

}  // namespace napkin::lint
