// Files that mean harm. Whatever is in a file, reading it ends, soon and within bounds, with a tree
// or with mistakes; and what is told of it is safe to print.
#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <ctime>
#include <new>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <malloc.h>
#include <rapidcheck/gtest.h>

#include "sim/scenario/declaration.h"
#include "sim/scenario/expectation.h"
#include "sim/scenario/law_reader.h"
#include "sim/scenario/loader.h"
#include "sim/scenario/printable.h"
#include "sim/scenario/scenario_tree.h"

namespace {

std::atomic<std::size_t> bytes_in_use{0};
std::atomic<std::size_t> bytes_peak{0};

void* allocate(std::size_t size) {
  void* memory = std::malloc(size == 0 ? 1 : size);
  if (memory == nullptr) {
    throw std::bad_alloc();
  }
  const std::size_t used = bytes_in_use += malloc_usable_size(memory);
  std::size_t peak = bytes_peak;
  while (used > peak && !bytes_peak.compare_exchange_weak(peak, used)) {
  }
  return memory;
}

void release(void* memory) {
  if (memory != nullptr) {
    bytes_in_use -= malloc_usable_size(memory);
    std::free(memory);
  }
}

}  // namespace

void* operator new(std::size_t size) {
  return allocate(size);
}

void* operator new[](std::size_t size) {
  return allocate(size);
}

void operator delete(void* memory) noexcept {
  release(memory);
}

void operator delete[](void* memory) noexcept {
  release(memory);
}

void operator delete(void* memory, std::size_t) noexcept {
  release(memory);
}

void operator delete[](void* memory, std::size_t) noexcept {
  release(memory);
}

namespace napkin {
namespace {

constexpr std::size_t kMebibyte = std::size_t{1} << 20U;
constexpr std::size_t kMemoryMax = 64 * kMebibyte;
// 200 ms in a release build; a debug build under sanitizers on a busy machine gets more.
constexpr double kProcessorSecondsMax = 4;

std::string repeated(std::string_view part, std::size_t bytes) {
  std::string text;
  text.reserve(bytes + part.size());
  while (text.size() < bytes) {
    text += part;
  }
  return text.substr(0, bytes);
}

using File = std::pair<std::string, std::string>;

std::vector<File> floods() {
  std::vector<File> files;
  const std::vector<std::string> parts = {
      "[",      "{",         "a,",      "[],",        "{},",   "- ",      "? ",      ": ",
      "a: ",    "- - ",      "a\n",     "- a\n",      "\n",    " ",       "\t",      "#",
      "# c\n",  "'",         "\"",      "\\",         "&a ",   "*a ",     "!t ",     "!!str ",
      "|\n",    ">\n",       "%d\n",    "---\n",      "...\n", "<<: ",    "{a: ",    "[a, ",
      "a: b\n", "\"\\x41\"", "'' ",     "中",         "\xff",  "\x1b[2J", "é: é\n",  "]",
      "}",      ",",         "@",       "`",          "?\n",   ":\n",     "-\n",     "a: [\n",
      "{?",     "[?:",       "a:\n ",   "- |\n  x\n", "\r",    "\r\n",    "\"a\": ", "{\"a\":1,",
      "a: {",   "- &a b\n",  "x: *a\n", "~,"};
  for (const std::string& part : parts) {
    files.emplace_back("flood of " + printable(part), repeated(part, kMebibyte / 8));
    files.emplace_back("brackets around " + printable(part), "[" + repeated(part, 20'000) + "]");
    files.emplace_back("value of " + printable(part), "a: " + repeated(part, 3'000));
  }
  // The parts that were measured to cost most, up to the limit.
  for (const std::string part :
       {"- &a b\n", "- a\n", "- |\n  x\n", "a\n", "'' ", "!t ", "\"", "["}) {
    files.emplace_back("full flood of " + printable(part), repeated(part, kMebibyte - 1));
  }
  return files;
}

std::vector<File> structures() {
  std::string indented;
  std::string keys;
  std::string bomb = "a0: &a0 [x,x]\n";
  for (int level = 0; level < 400; ++level) {
    indented += std::string(static_cast<std::size_t>(level), ' ') + "a:\n";
    bomb += "a" + std::to_string(level + 1) + ": &a" + std::to_string(level + 1) + " [*a" +
            std::to_string(level) + ",*a" + std::to_string(level) + "]\n";
  }
  for (int key = 0; key < 90'000; ++key) {
    keys += "k" + std::to_string(key) + ": 1\n";
  }
  return {{"deep block maps", indented},
          {"alias bomb", bomb},
          {"too many keys", keys},
          {"same key again and again", repeated("a: 1\n", 5'000)},
          {"90,000 items in a flow list", "[" + repeated("a,", 180'000) + "a]"},
          {"90,000 items in a block list", repeated("- a\n", 360'000)},
          {"pairs up to the limit", "{a: [" + repeated("{b: 1},", 200'000) + "]}"},
          {"a scalar of a mebibyte", "a: \"" + std::string(kMebibyte - 10, 'x') + "\""},
          {"a plain scalar of a mebibyte", "a: " + std::string(kMebibyte - 10, 'x')},
          {"a key of a mebibyte", std::string(kMebibyte - 10, 'k') + ": 1"},
          {"a folded scalar of a mebibyte", "a: >\n" + repeated("  x\n", kMebibyte - 10)},
          {"more than a mebibyte", std::string(kMebibyte + 1, 'a')},
          {"UTF-16",
           std::string("\xff\xfe"
                       "a\0:\0 \0"
                       "1\0",
                       10)},
          {"UTF-32", std::string("\xff\xfe\0\0a\0\0\0", 8)},
          {"NUL first", std::string("\0a: 1", 5)},
          {"only a byte order mark", "\xEF\xBB\xBF"},
          {"recursive anchor", "&a [*a]"},
          {"recursive key", "&a {*a : 1}"},
          {"anchor redefined", "[&a 1, &a 2, *a]"},
          {"tag handle", "%TAG ! tag:x,2000:\n---\na: !x 1"},
          {"binary",
           repeated(std::string("\x7f"
                                "ELF\x02\x01\x01\0\0\x80\xfe",
                                11),
                    4'096)}};
}

const std::vector<File>& corpus() {
  static const std::vector<File> kFiles = [] {
    std::vector<File> files = floods();
    for (File& file : structures()) {
      files.push_back(std::move(file));
    }
    return files;
  }();
  return kFiles;
}

bool is_printable(std::string_view text) {
  while (!text.empty()) {
    const CodePoint point = first_code_point(text);
    if (!point.valid || is_control(point.value) || point.value == '\r') {
      return false;
    }
    text.remove_prefix(point.length);
  }
  return true;
}

TEST(Hostile, CorpusHasAtLeastAHundredFiles) {
  EXPECT_GE(corpus().size(), 100U);
}

TEST(Hostile, EveryFileEndsSoonAndWithinBounds) {
  for (const auto& [name, text] : corpus()) {
    const auto source = std::make_shared<Source>(Source{name, text});
    const std::size_t before = bytes_in_use;
    bytes_peak = before;
    const std::clock_t start = std::clock();
    Diagnostics diagnostics;
    const ScenarioTree tree = load_scenario(source, {}, diagnostics);
    const std::string told = render(diagnostics);
    const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    EXPECT_LT(seconds, kProcessorSecondsMax) << name;
    EXPECT_LT(bytes_peak - before, kMemoryMax) << name;
    EXPECT_TRUE(is_printable(told)) << name;
    EXPECT_LT(told.size(), 100'000U) << name;
    if (std::getenv("NAPKIN_HOSTILE_REPORT") != nullptr) {
      std::printf("%6.1f ms %6.1f MiB %s\n",
                  seconds * 1e3,
                  static_cast<double>(bytes_peak - before) / kMebibyte,
                  name.c_str());
    }
  }
}

TEST(Hostile, NothingOfAMistakenFileIsLost) {
  // What is no YAML, and what passes a limit, never becomes a scenario in silence.
  for (const auto& [name, text] : structures()) {
    Diagnostics diagnostics;
    const ScenarioTree tree =
        load_scenario(std::make_shared<Source>(Source{name, text}), {}, diagnostics);
    EXPECT_TRUE(!diagnostics.empty() || tree.root) << name;
  }
}

// Text that is nearly YAML: the characters that mean something, in any order.
rc::Gen<std::string> yaml_like() {
  const auto part = rc::gen::element<std::string>("a",
                                                  "b",
                                                  ": ",
                                                  "- ",
                                                  "\n",
                                                  "  ",
                                                  "{",
                                                  "}",
                                                  "[",
                                                  "]",
                                                  ", ",
                                                  "'",
                                                  "\"",
                                                  "#",
                                                  "&x ",
                                                  "*x",
                                                  "!t ",
                                                  "|",
                                                  ">",
                                                  "?",
                                                  "---",
                                                  "5ms",
                                                  "{p}",
                                                  "params",
                                                  "extends",
                                                  "workload",
                                                  "~",
                                                  "\\",
                                                  "\t",
                                                  "中",
                                                  "\x1b",
                                                  "\xff",
                                                  "%",
                                                  "<<");
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(part),
                      [](const std::vector<std::string>& parts) {
                        std::string text;
                        for (const std::string& each : parts) {
                          text += each;
                        }
                        return text;
                      });
}

RC_GTEST_PROP(Hostile, AnyTextGivesATreeOrMistakes, ()) {
  const std::string text = *yaml_like();
  Diagnostics diagnostics;
  const ScenarioTree tree =
      load_scenario(std::make_shared<Source>(Source{"any", text}), {}, diagnostics);
  RC_ASSERT((!diagnostics.empty() || tree.root));
  RC_ASSERT(is_printable(render(diagnostics)));
}

RC_GTEST_PROP(Hostile, AnyNodeIsReadOrRefusedByEveryReader, ()) {
  const std::string text = *yaml_like();
  Diagnostics diagnostics;
  const Node node = load_text(std::make_shared<Source>(Source{"any", text}), diagnostics);
  Diagnostics reading;
  RC_ASSERT(read_law(node, QuantityKind::kDuration, reading).has_value() == reading.empty());
  Diagnostics expecting;
  RC_ASSERT(read_expectation(node, expecting).has_value() == expecting.empty());
  RC_ASSERT(is_printable(render(reading) + render(expecting)));
}

}  // namespace
}  // namespace napkin
