#include <algorithm>
#include <string>
#include <string_view>

#include "tests/lint/rules.h"

namespace napkin::lint {
namespace {

// A word that must not stand in the code of some folders, and what to write instead. A `*`
// stands for the rest of an identifier.
struct BannedWord {
  std::string_view word;
  std::vector<std::string_view> folders;
  std::string_view advice;
};

constexpr std::string_view kRandomAdvice = "draw from a RandomStream: same seed, same bytes";
constexpr std::string_view kClockAdvice =
    "only simulated time counts; the wall clock belongs to cli and tests";
constexpr std::string_view kMathAdvice =
    "libm differs from machine to machine; use the house's own mathematics";
constexpr std::string_view kAssertAdvice =
    "assert is off in release; use NAPKIN_ASSERT or NAPKIN_CONTRACT";
constexpr std::string_view kOutputAdvice = "only cli writes to standard output";

const std::vector<BannedWord>& banned_words() {
  static const std::vector<std::string_view> kModelled{"sim", "models"};
  static const std::vector<std::string_view> kTimeless{"sim", "models", "reports"};
  static const std::vector<BannedWord> kWords{
      {"rand(", kTimeless, kRandomAdvice},
      {"srand(", kTimeless, kRandomAdvice},
      {"random_device", {"sim", "models", "reports", "cli", "tests"}, kRandomAdvice},
      {"std::*_distribution", kModelled, kRandomAdvice},
      {"std::shuffle", kModelled, "its draws differ between libraries; shuffle by a RandomStream"},
      {"system_clock", kTimeless, kClockAdvice},
      {"steady_clock", kTimeless, kClockAdvice},
      {"high_resolution_clock", kTimeless, kClockAdvice},
      {"std::log(", kModelled, kMathAdvice},
      {"std::log2(", kModelled, kMathAdvice},
      {"std::log10(", kModelled, kMathAdvice},
      {"std::log1p(", kModelled, kMathAdvice},
      {"std::exp(", kModelled, kMathAdvice},
      {"std::exp2(", kModelled, kMathAdvice},
      {"std::expm1(", kModelled, kMathAdvice},
      {"std::pow(", kModelled, kMathAdvice},
      {"std::cbrt(", kModelled, kMathAdvice},
      {"std::hypot(", kModelled, kMathAdvice},
      {"std::sin(", kModelled, kMathAdvice},
      {"std::cos(", kModelled, kMathAdvice},
      {"std::tan(", kModelled, kMathAdvice},
      {"std::atan2(", kModelled, kMathAdvice},
      {"std::erf(", kModelled, kMathAdvice},
      {"std::tgamma(", kModelled, kMathAdvice},
      {"std::lgamma(", kModelled, kMathAdvice},
      {"unordered_map",
       {"sim/kernel"},
       "order has to be the same everywhere; use a sorted container"},
      {"unordered_set",
       {"sim/kernel"},
       "order has to be the same everywhere; use a sorted container"},
      {"assert(", kTimeless, kAssertAdvice},
      {"std::cout", kTimeless, kOutputAdvice},
      {"printf(", kTimeless, kOutputAdvice},
      {"puts(", kTimeless, kOutputAdvice},
  };
  return kWords;
}

// Where `part` begins at or after `from` as a word of its own, not as a piece of a longer one.
std::size_t find_word(std::string_view code, std::string_view part, std::size_t from = 0) {
  for (std::size_t at = code.find(part, from); at != part.npos; at = code.find(part, at + 1)) {
    const std::size_t end = at + part.size();
    const bool begins =
        at == 0 || !is_word_character(part.front()) || !is_word_character(code[at - 1]);
    const bool ends =
        end == code.size() || !is_word_character(part.back()) || !is_word_character(code[end]);
    if (begins && ends) {
      return at;
    }
  }
  return std::string_view::npos;
}

// `std::*_distribution`: an identifier after the first half that ends in the second.
bool contains_pattern(std::string_view code, std::string_view head, std::string_view tail) {
  for (std::size_t at = code.find(head); at != code.npos; at = code.find(head, at + 1)) {
    std::string_view name = code.substr(at + head.size());
    const auto end = std::ranges::find_if_not(name, is_word_character);
    name = name.substr(0, static_cast<std::size_t>(end - name.begin()));
    if (name.ends_with(tail)) {
      return true;
    }
  }
  return false;
}

bool contains(std::string_view code, std::string_view word) {
  const std::size_t star = word.find('*');
  if (star != std::string_view::npos) {
    return contains_pattern(code, word.substr(0, star), word.substr(star + 1));
  }
  return find_word(code, word) != std::string_view::npos;
}

bool applies(const BannedWord& banned, const SourceFile& file) {
  return std::ranges::any_of(banned.folders, [&](auto folder) { return file.below(folder); });
}

void check_banned(const SourceFile& file, std::vector<Violation>& found) {
  for (const BannedWord& banned : banned_words()) {
    for (std::size_t i = 0; applies(banned, file) && i < file.code().size(); ++i) {
      if (contains(file.code()[i], banned.word)) {
        std::string message(banned.word);
        found.push_back({file.path(), i + 1, message.append(": ").append(banned.advice)});
      }
    }
  }
}

// In comments too. The word is put together here, so that this file does not find itself.
void check_unfinished(const SourceFile& file, std::vector<Violation>& found) {
  static const std::string kMark = std::string("FIX") + "ME";
  for (std::size_t i = 0; i < file.lines().size(); ++i) {
    if (find_word(file.lines()[i], kMark) != std::string_view::npos) {
      found.push_back({file.path(), i + 1, "unfinished work; finish it, or write it up elsewhere"});
    }
  }
}

void check_name(const SourceFile& file, std::vector<Violation>& found) {
  const std::string_view path = file.path();
  const bool is_known_kind = path.ends_with(".h") || path.ends_with(".cpp");
  const bool is_snake_case = std::ranges::all_of(path.substr(0, path.rfind('.')), [](char c) {
    return c == '/' || (is_word_character(c) && !(c >= 'A' && c <= 'Z'));
  });
  if (!is_known_kind || !is_snake_case) {
    found.push_back({file.path(), 1, "files are named in snake_case, and end in .h or .cpp"});
  }
}

void check_guard(const SourceFile& file, std::vector<Violation>& found) {
  const bool is_guarded = std::ranges::find(file.code(), "#pragma once") != file.code().end();
  if (file.is_header() && !is_guarded) {
    found.push_back({file.path(), 1, "a header without #pragma once"});
  }
}

}  // namespace

std::vector<Violation> check_words(const SourceFile& file) {
  std::vector<Violation> found;
  check_banned(file, found);
  check_unfinished(file, found);
  check_name(file, found);
  check_guard(file, found);
  return found;
}

}  // namespace napkin::lint
