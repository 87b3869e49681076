#pragma once

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/run/simulation.h"
#include "sim/scenario/scenario_tree.h"

namespace napkin::components {

/// The one of a list that has a name; throws std::out_of_range without one.
template <class Item>
const Item& find_named(const std::vector<Item>& list,
                       std::string_view name,
                       std::string Item::* name_of) {
  for (const Item& one : list) {
    if (one.*name_of == name) {
      return one;
    }
  }
  throw std::out_of_range("there is no " + std::string(name));
}

/// What a scenario came to, in the words that a test reads.
struct Outcome {
  RunResult result;

  [[nodiscard]] const OperationResult& operation(std::string_view name) const {
    return find_named(result.operations, name, &OperationResult::name);
  }

  [[nodiscard]] std::int64_t completed(std::string_view name) const {
    return operation(name).tally.completed;
  }

  [[nodiscard]] std::int64_t arrived(std::string_view name) const {
    return operation(name).tally.arrived;
  }

  /// Failures of one kind, such as "overloaded".
  [[nodiscard]] std::int64_t failed(std::string_view name, std::string_view kind) const {
    const FailureCounts& counts = operation(name).tally.failed;
    const auto entry = counts.find(kind);
    return entry == counts.end() ? 0 : entry->second;
  }

  [[nodiscard]] std::int64_t failed(std::string_view name) const {
    return operation(name).tally.failed_total();
  }

  [[nodiscard]] double mean_ms(std::string_view name) const {
    return operation(name).latency.mean() / 1e6;
  }

  [[nodiscard]] double max_ms(std::string_view name) const {
    return static_cast<double>(operation(name).latency.max()) / 1e6;
  }

  [[nodiscard]] double min_ms(std::string_view name) const {
    return static_cast<double>(operation(name).latency.min()) / 1e6;
  }

  [[nodiscard]] const ComponentResult& component(std::string_view name) const {
    return find_named(result.components, name, &ComponentResult::name);
  }

  [[nodiscard]] const InstanceResult& instance(std::string_view address) const {
    for (const ComponentResult& component : result.components) {
      for (const InstanceResult& instance : component.instances) {
        if (instance.address == address) {
          return instance;
        }
      }
    }
    throw std::out_of_range("there is no " + std::string(address));
  }

  /// What arrived at an instance, of one operation.
  [[nodiscard]] std::int64_t arrived_at(std::string_view address, std::string_view name) const {
    for (const InstanceOperation& one : instance(address).operations) {
      if (one.name == name) {
        return one.tally.arrived;
      }
    }
    return 0;
  }

  /// A value that an instance reports of itself.
  [[nodiscard]] double value(std::string_view address, std::string_view name) const {
    return find_named(instance(address).values, name, &NamedValue::name).value;
  }

  /// A value of the run, such as "lost(db)".
  [[nodiscard]] double value(std::string_view name) const {
    return find_named(result.values, name, &NamedValue::name).value;
  }

  [[nodiscard]] bool has_value(std::string_view name) const {
    return std::any_of(result.values.begin(), result.values.end(), [name](const NamedValue& one) {
      return one.name == name;
    });
  }
};

inline ScenarioPlan plan_of(const std::string& text, Diagnostics& diagnostics) {
  auto source = std::make_shared<Source>();
  source->name = "test.yaml";
  source->text = "napkin: 1\nname: test\n" + text;
  const ScenarioTree tree = load_scenario(source, {}, diagnostics);
  return diagnostics.empty() ? plan_scenario(tree, diagnostics) : ScenarioPlan{};
}

/// Runs a scenario without its first two lines. Whatever it is about, its books must balance.
inline Outcome run(const std::string& text, std::uint64_t seed = 1) {
  Diagnostics diagnostics;
  const ScenarioPlan plan = plan_of(text, diagnostics);
  diagnostics.throw_if_any();
  Simulation simulation(plan, {.seed = seed, .go_on = {}});
  Outcome outcome{simulation.run()};
  for (const AuditLine& line : outcome.result.audit) {
    EXPECT_TRUE(line.ok) << line.name << ": " << line.detail;
  }
  return outcome;
}

/// The mistakes that are found in a scenario, as a user sees them; line 3 is the first of `text`.
inline std::string mistakes_in(const std::string& text) {
  Diagnostics diagnostics;
  (void)plan_of(text, diagnostics);
  return render(diagnostics);
}

}  // namespace napkin::components
