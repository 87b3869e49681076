#pragma once

#include <map>          // map
#include <string>       // string
#include <string_view>  // string_view
#include <utility>      // move
#include <vector>       // vector

#include "sim/run/call_reference.h"
#include "sim/run/component.h"
#include "sim/run/part_names.h"

namespace napkin {

/// A call as it is made: to whom, and which operation.
struct CallTarget {
  Component* component = nullptr;
  OperationId operation{};
};

/// Finds the components of a run by name, once all of them are made; as seen from one of them, a
/// name may be short for one of its own group or region.
class Directory {
 public:
  explicit Directory(OperationTable& operations) : operations_(operations) {}

  void add(Component& component) {
    components_.emplace(component.name(), &component);
    names_.push_back(component.name());
  }

  /// The same directory for a component in `scope`. Outlived by this one's components.
  [[nodiscard]] Directory seen_from(PartScope scope) const {
    Directory view = *this;
    view.scope_ = std::move(scope);
    return view;
  }

  /// Null when there is none.
  [[nodiscard]] Component* find(std::string_view name) const {
    const auto entry = components_.find(resolve_part(name, scope_, names_));
    return entry == components_.end() ? nullptr : entry->second;
  }

  /// Requires: the reference was checked against the scenario.
  [[nodiscard]] CallTarget resolve(const CallReference& reference) const {
    Component* const component = find(reference.component);
    NAPKIN_ASSERT(component != nullptr);
    return CallTarget{component, operations_.id(reference.operation)};
  }

  [[nodiscard]] OperationTable& operations() const { return operations_; }

 private:
  OperationTable& operations_;
  PartScope scope_;
  std::vector<std::string> names_;
  std::map<std::string, Component*, std::less<>> components_;
};

}  // namespace napkin
