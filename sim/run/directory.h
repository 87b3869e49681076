#pragma once

#include <map>          // map
#include <string>       // string
#include <string_view>  // string_view

#include "sim/run/call_reference.h"
#include "sim/run/component.h"

namespace napkin {

/// A call as it is made: to whom, and which operation.
struct CallTarget {
  Component* component = nullptr;
  OperationId operation{};
};

/// Finds the components of a run by name, once all of them are made.
class Directory {
 public:
  explicit Directory(OperationTable& operations) : operations_(operations) {}

  void add(Component& component) { components_.emplace(component.name(), &component); }

  /// Null when there is none.
  [[nodiscard]] Component* find(std::string_view name) const {
    const auto entry = components_.find(name);
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
  std::map<std::string, Component*, std::less<>> components_;
};

}  // namespace napkin
