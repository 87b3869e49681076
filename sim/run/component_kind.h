#pragma once

#include <functional>   // function
#include <memory>       // unique_ptr
#include <string>       // string
#include <string_view>  // string_view
#include <vector>       // vector

#include "sim/run/call_reference.h"
#include "sim/run/component.h"
#include "sim/run/demand.h"
#include "sim/scenario/declaration.h"

namespace napkin {

/// A setting that a timeline may change while the component runs.
struct SettingInfo {
  std::string name;
  QuantityKind unit = QuantityKind::kNumber;
};

/// The settings of components with hosts of their own.
[[nodiscard]] std::vector<SettingInfo> host_settings();

/// What a key of a component costs before the run has begun.
struct MemoryNeed {
  std::string key;   ///< "connected"
  double bytes = 0;  ///< roughly: within a factor of two
};

/// A component as the scenario describes it: read and checked, not yet built.
class ComponentPlan {
 public:
  virtual ~ComponentPlan() = default;

  /// What can be called.
  [[nodiscard]] virtual std::vector<std::string> operations() const = 0;
  /// What it calls.
  [[nodiscard]] virtual std::vector<const CallReference*> references() const = 0;
  /// Those of `references` that must stand in its own region.
  [[nodiscard]] virtual std::vector<const CallReference*> local_references() const = 0;
  /// The operations of users that it measures, as results name them.
  [[nodiscard]] virtual std::vector<std::string> measured() const = 0;
  /// What a timeline may change.
  [[nodiscard]] virtual std::vector<SettingInfo> settings() const = 0;
  /// What its instances are called where they may come and go, "replicas"; empty where not.
  [[nodiscard]] virtual std::string_view instances() const = 0;
  /// What a request of the operation costs and causes.
  [[nodiscard]] virtual Demand demand(std::string_view operation) const = 0;
  /// The cores that the demand falls on, of all instances together; 0: not limited, or not known.
  [[nodiscard]] virtual double cores() const = 0;
  /// What it asks of others without being asked.
  [[nodiscard]] virtual std::vector<OpenLoad> open_loads() const = 0;
  /// What building it takes, where that grows with a key.
  [[nodiscard]] virtual std::vector<MemoryNeed> memory_needs() const = 0;
  [[nodiscard]] virtual std::unique_ptr<Component> build(const ComponentContext& context) const = 0;
};

/// A kind of component, such as `cache`: its keys, and how a scenario's entry becomes a plan.
struct ComponentKind {
  std::string name;
  const DeclarationInfo& (*keys)() = nullptr;
  /// `other_keys` are those that every component has.
  std::function<std::unique_ptr<ComponentPlan>(
      const Node&, const ReadContext&, const std::vector<std::string>& other_keys)>
      read;
};

/// The kinds there are, by name. Filled before main() by the registrations in the link.
class ComponentKinds {
 public:
  /// Throws std::logic_error when the name is taken.
  static void add(ComponentKind kind);
  /// Null when there is none.
  [[nodiscard]] static const ComponentKind* find(std::string_view name);
  /// In alphabetical order.
  [[nodiscard]] static std::vector<const ComponentKind*> all();
};

/// Registers the component class `Part` by existing:
///
///     const ComponentRegistration<Cache> registration;
///
/// A Part that measures operations of users says which, `static measured(const Options&)`.
/// Part has: `static constexpr std::string_view kKind`; a struct `Options` with `declare`;
/// `static std::vector<std::string> operations(const Options&)`; optionally
/// `static std::vector<const CallReference*> references(const Options&)`, and `local_references`
/// for those that must stand in its own region; `static std::vector<SettingInfo> settings(const
/// Options&)`, besides those of its hosts; optionally `static constexpr std::string_view
/// kInstances`, if they may come and go; optionally `static std::vector<MemoryNeed>
/// memory_needs(const Options&)`, where a number in the scenario decides how much is built; for
/// what can be told before a run, `static Demand demand(const Options&, std::string_view
/// operation)`, `static double cores(const Options&)` and `static std::vector<OpenLoad>
/// open_loads(const Options&)`; and a constructor from (const ComponentContext&, const Options&).
template <class Part>
class ComponentRegistration {
 public:
  ComponentRegistration() {
    ComponentKinds::add(ComponentKind{
        .name = std::string(Part::kKind),
        .keys = +[]() -> const DeclarationInfo& {
          return declaration_of<typename Part::Options>().info();
        },
        .read = [](const Node& node,
                   const ReadContext& context,
                   const std::vector<std::string>& other_keys) -> std::unique_ptr<ComponentPlan> {
          return std::make_unique<Plan>(
              declaration_of<typename Part::Options>().read(node, context, other_keys));
        },
    });
  }

 private:
  class Plan final : public ComponentPlan {
   public:
    explicit Plan(typename Part::Options options) : options_(std::move(options)) {}

    [[nodiscard]] std::vector<std::string> operations() const override {
      return Part::operations(options_);
    }

    [[nodiscard]] std::vector<const CallReference*> references() const override {
      if constexpr (requires { Part::references(options_); }) {
        return Part::references(options_);
      } else {
        return {};
      }
    }

    [[nodiscard]] std::vector<const CallReference*> local_references() const override {
      if constexpr (requires { Part::local_references(options_); }) {
        return Part::local_references(options_);
      } else {
        return {};
      }
    }

    [[nodiscard]] Demand demand(std::string_view operation) const override {
      if constexpr (requires { Part::demand(options_, operation); }) {
        return Part::demand(options_, operation);
      } else {
        return {};
      }
    }

    [[nodiscard]] std::vector<std::string> measured() const override {
      if constexpr (requires { Part::measured(options_); }) {
        return Part::measured(options_);
      } else {
        return {};
      }
    }

    [[nodiscard]] std::vector<SettingInfo> settings() const override {
      using Options = typename Part::Options;
      std::vector<SettingInfo> settings;
      if constexpr (
          requires(const Options& options) { options.host.cores; } ||
          requires(const Options& options) { options.fleet.host.cores; }) {
        settings = host_settings();
      }
      if constexpr (requires { Part::settings(options_); }) {
        for (SettingInfo& setting : Part::settings(options_)) {
          settings.push_back(std::move(setting));
        }
      }
      return settings;
    }

    [[nodiscard]] std::string_view instances() const override {
      if constexpr (requires { Part::kInstances; }) {
        return Part::kInstances;
      } else {
        return {};
      }
    }

    [[nodiscard]] double cores() const override {
      if constexpr (requires { Part::cores(options_); }) {
        return Part::cores(options_);
      } else {
        return 0;
      }
    }

    [[nodiscard]] std::vector<OpenLoad> open_loads() const override {
      if constexpr (requires { Part::open_loads(options_); }) {
        return Part::open_loads(options_);
      } else {
        return {};
      }
    }

    [[nodiscard]] std::vector<MemoryNeed> memory_needs() const override {
      if constexpr (requires { Part::memory_needs(options_); }) {
        return Part::memory_needs(options_);
      } else {
        return {};
      }
    }

    [[nodiscard]] std::unique_ptr<Component> build(const ComponentContext& context) const override {
      return std::make_unique<Part>(context, options_);
    }

   private:
    typename Part::Options options_;
  };
};

}  // namespace napkin
