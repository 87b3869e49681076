// Every key of every scenario that we ship, damaged in every way: left out, misspelled, given
// twice, of another type, with a wrong unit, negative, huge. A mutant is refused with its key and
// its line, or it is another valid scenario for a reason that is listed here.
// scripts/mutants prints more of them.
#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "sim/kernel/sanitizer.h"
#include "sim/scenario/loader.h"
#include "tests/models/components/mutator_support.h"
#include "tests/models/components/scenario_run.h"
#include "tests/source_folder.h"

namespace napkin::components {
namespace {

namespace fs = std::filesystem;

// A prime, so that all kinds of damage come up.
constexpr std::size_t kEvery = kUnderAddressSanitizer ? 13 : 1;
constexpr double kBuiltBytesMax = 256.0 * 1024 * 1024;

struct Tally {
  std::size_t mutants = 0;
  std::size_t refused = 0;
  std::size_t named = 0;  // with key and line
  std::size_t same = 0;
  std::size_t built = 0;
  std::map<std::string, std::size_t> accepted;  // by reason
  std::vector<std::string> unexplained;
  std::vector<std::string> unnamed;
};

std::vector<fs::path> shipped_scenarios() {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(source_folder() / "scenarios")) {
    if (entry.path().extension() == ".yaml") {
      files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

/// "rate" of "components.users.arrivals.rate", "" of a key at the top.
std::string parent_of(const std::string& path) {
  const std::size_t dot = path.rfind('.');
  const std::string parent = dot == std::string::npos ? "" : path.substr(0, dot);
  return parent.substr(parent.rfind('.') == std::string::npos ? 0 : parent.rfind('.') + 1);
}

/// Keys that the author of a scenario invents: any other name is as good.
bool is_invented(const std::string& path) {
  static const std::vector<std::string> kMaps = {
      "params", "workload", "regions", "components", "on", "classes", "set"};
  return std::find(kMaps.begin(), kMaps.end(), parent_of(path)) != kMaps.end();
}

/// Why a value of another type may be valid; empty when it may not.
std::string reason_for_type(const Mutant& mutant, bool extends) {
  static const std::vector<std::string> kSwitches = {"ignore_failure", "power_fails", "renew"};
  if (mutant.path.starts_with("params.")) {
    return "a parameter of another type, which is valid where it is used";
  }
  if (mutant.change == "is 7" || mutant.change == "is 5ms") {
    return "a plain quantity in place of a law or formula";
  }
  if (mutant.change == "is ~" && extends) {
    return "takes out what the scenario that is extended says";
  }
  if (mutant.change == "is []" && parent_of(mutant.path) == "on") {
    return "an operation without steps";
  }
  const bool is_switch =
      std::find(kSwitches.begin(), kSwitches.end(), mutant.key) != kSwitches.end();
  return mutant.change == "is true" && is_switch ? "a switch that is on" : "";
}

/// Why a mutant may be another valid scenario; empty when it may not. `extends`: the scenario has a
/// base.
std::string reason_to_accept(const Mutant& mutant, bool extends) {
  static const std::vector<std::string> kTexts = {"name", "about", "says", "from", "as", "wait_as"};
  if (mutant.damage == Damage::kDropped) {
    return "left out: its default applies";
  }
  if (mutant.damage == Damage::kDoubled) {
    return "";
  }
  if (mutant.damage == Damage::kRenamed) {
    const bool is_percentile = mutant.key.find_first_not_of("p0123456789") == std::string::npos;
    return is_invented(mutant.path) ? "a name of the author's choice"
           : is_percentile          ? "another percentile"
                                    : "";
  }
  if (std::find(kTexts.begin(), kTexts.end(), mutant.key) != kTexts.end()) {
    return "any text will do";
  }
  return mutant.damage == Damage::kOtherType ? reason_for_type(mutant, extends)
                                             : "another valid value";
}

ScenarioPlan plan_mutant(const Mutant& mutant, const fs::path& file, Diagnostics& diagnostics) {
  auto source = std::make_shared<Source>();
  source->name = "mutant.yaml";
  source->text = mutant.text;
  source->folder = file.parent_path().string();
  const ScenarioTree tree = load_scenario(source, {}, diagnostics);
  return diagnostics.empty() ? plan_scenario(tree, diagnostics) : ScenarioPlan{};
}

/// The name that the key had before it was damaged.
std::string name_before(const Mutant& mutant) {
  const std::size_t dot = mutant.path.rfind('.');
  return dot == std::string::npos ? mutant.path : mutant.path.substr(dot + 1);
}

/// A message counts when it stands at the line of the key (or of what lies in it, or of the map
/// that misses it) and says its name, old or new. What an author has named himself and left out or
/// renamed is missed where it is used: there the message has to say the name.
bool names_key_and_line(const Mutant& mutant, const Diagnostics& diagnostics) {
  const std::string before = name_before(mutant);
  const bool missed_elsewhere = is_invented(mutant.path) && (mutant.damage == Damage::kRenamed ||
                                                             mutant.damage == Damage::kDropped);
  for (const Diagnostic& diagnostic : diagnostics.sorted()) {
    const bool here =
        diagnostic.mark.line >= mutant.line && diagnostic.mark.line <= mutant.line + 1;
    const bool above = diagnostic.mark.line == mutant.parent_line ||
                       diagnostic.mark.line == mutant.parent_line + 1;
    const std::string told = render(diagnostic);
    if ((here || above) &&
        (told.find(mutant.key) != std::string::npos || told.find(before) != std::string::npos)) {
      return true;
    }
    if (missed_elsewhere && diagnostic.message.find('"' + before) != std::string::npos) {
      return true;
    }
  }
  return false;
}

double bytes_needed(const ScenarioPlan& plan) {
  double bytes = 0;
  for (const ScenarioPlan::Part& part : plan.parts) {
    for (const MemoryNeed& need : part.plan->memory_needs()) {
      bytes += need.bytes;
    }
  }
  return bytes;
}

void judge(const Mutant& mutant, const fs::path& file, bool extends, Tally& tally) {
  const std::string words =
      fmt::format("{}: {} {}", file.filename().string(), mutant.path, mutant.change);
  Diagnostics diagnostics;
  const ScenarioPlan plan = plan_mutant(mutant, file, diagnostics);
  ++tally.mutants;
  if (!diagnostics.empty()) {
    ++tally.refused;
    if (names_key_and_line(mutant, diagnostics)) {
      ++tally.named;
    } else {
      tally.unnamed.push_back(words + "\n" + render(diagnostics));
    }
    return;
  }
  const std::string reason = reason_to_accept(mutant, extends);
  if (reason.empty()) {
    tally.unexplained.push_back(words);
    return;
  }
  ++tally.accepted[reason];
  // What a huge value would cost shows when it is built.
  if (mutant.damage == Damage::kHuge && bytes_needed(plan) < kBuiltBytesMax) {
    const Simulation simulation(plan, {.seed = 1, .go_on = {}});
    ++tally.built;
  }
}

void print(const Tally& tally) {
  fmt::print("{} mutants: {} refused, {} of them ({:.1f}%) with key and line; {} built\n",
             tally.mutants,
             tally.refused,
             tally.named,
             100.0 * static_cast<double>(tally.named) / static_cast<double>(tally.refused),
             tally.built);
  for (const auto& [reason, count] : tally.accepted) {
    fmt::print("  {} accepted: {}\n", count, reason);
  }
  const char* const verbose = std::getenv("NAPKIN_MUTANTS_UNNAMED");
  for (std::size_t index = 0; verbose != nullptr && index < tally.unnamed.size(); ++index) {
    fmt::print("{}\n", tally.unnamed[index]);
  }
}

TEST(Mutants, AreRefusedWithKeyAndLineOrValid) {
  Tally tally;
  for (const fs::path& file : shipped_scenarios()) {
    Diagnostics diagnostics;
    const Node root = load_file(file, diagnostics);
    ASSERT_TRUE(diagnostics.empty()) << render(diagnostics);
    const bool extends = static_cast<bool>(root.at("extends"));
    const std::vector<Mutant> mutants = mutants_of(root);
    for (std::size_t index = 0; index < mutants.size(); index += kEvery) {
      judge(mutants[index], file, extends, tally);
    }
  }
  print(tally);
  EXPECT_THAT(tally.unexplained, ::testing::IsEmpty());
  EXPECT_GT(tally.mutants, kEvery == 1 ? 60'000U : 4'000U);
  EXPECT_GE(static_cast<double>(tally.named), 0.95 * static_cast<double>(tally.refused));
}

TEST(Loading, TheLargestScenarioTakesAMoment) {
  const std::vector<fs::path> files = shipped_scenarios();
  const fs::path largest =
      *std::max_element(files.begin(), files.end(), [](const fs::path& one, const fs::path& other) {
        return fs::file_size(one) < fs::file_size(other);
      });
  // Processor time, the best of ten: a busy machine does not count.
  double seconds = 1;
  for (int attempt = 0; attempt < 10; ++attempt) {
    const std::clock_t start = std::clock();
    Diagnostics diagnostics;
    const ScenarioPlan plan = plan_scenario(load_scenario(largest, {}, diagnostics), diagnostics);
    seconds = std::min(seconds, static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC);
    ASSERT_TRUE(diagnostics.empty()) << render(diagnostics);
  }
  fmt::print("{}: loaded and checked in {:.2f} ms\n", largest.filename().string(), 1e3 * seconds);
#ifdef __OPTIMIZE__
  EXPECT_LT(seconds, 0.020);
#endif
}

TEST(Mutants, ComeFromAFaithfulCopy) {
  for (const fs::path& file : shipped_scenarios()) {
    Diagnostics diagnostics;
    const Node root = load_file(file, diagnostics);
    const auto copy = std::make_shared<Source>(Source{"copy.yaml", written(root)});
    const Node again = load_text(copy, diagnostics);
    EXPECT_TRUE(diagnostics.empty()) << render(diagnostics);
    EXPECT_EQ(to_text(again), to_text(root)) << file;
  }
}

}  // namespace
}  // namespace napkin::components
