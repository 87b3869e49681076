#include "models/components/step_scope.h"

#include <algorithm>
#include <array>

namespace napkin::components {

namespace {

using Place = StepSlot::Place;

struct RequestName {
  std::string_view name;
  Place place;
  QuantityKind kind;
};

constexpr std::array kRequestNames = {
    RequestName{"key", Place::kKey, QuantityKind::kNumber},
    RequestName{"user", Place::kUser, QuantityKind::kNumber},
    RequestName{"value", Place::kValue, QuantityKind::kNumber},
    RequestName{"bytes", Place::kBytes, QuantityKind::kBytes},
    RequestName{"now", Place::kNow, QuantityKind::kDuration},
};

/// `row.value` as the reply and what is asked of it.
std::optional<StepSlot> reply_slot(std::string_view property, std::uint32_t reply) {
  if (property == "value") {
    return StepSlot{Place::kReplyValue, reply, QuantityKind::kNumber};
  }
  if (property == "version") {
    return StepSlot{Place::kReplyVersion, reply, QuantityKind::kNumber};
  }
  if (property == "bytes") {
    return StepSlot{Place::kReplyBytes, reply, QuantityKind::kBytes};
  }
  return std::nullopt;
}

}  // namespace

std::optional<StepSlot> StepScope::find(std::string_view name) {
  const auto* const own = std::ranges::find(kRequestNames, name, &RequestName::name);
  if (own != kRequestNames.end()) {
    return StepSlot{own->place, 0, own->kind};
  }
  for (std::uint32_t index = 0; index < variables_.size(); ++index) {
    if (variables_[index].first == name) {
      return StepSlot{Place::kVariable, index, variables_[index].second};
    }
  }
  const std::size_t dot = name.find('.');
  if (dot == std::string_view::npos) {
    return std::nullopt;
  }
  const std::optional<std::uint32_t> reply = find_reply(name.substr(0, dot));
  return reply ? reply_slot(name.substr(dot + 1), *reply) : std::nullopt;
}

std::optional<std::uint32_t> StepScope::find_reply(std::string_view name) {
  const auto found = std::ranges::find(replies_, name);
  if (found == replies_.end()) {
    return std::nullopt;
  }
  asks_ = true;
  return static_cast<std::uint32_t>(found - replies_.begin());
}

bool StepScope::is_taken(const std::string& name) const {
  return std::ranges::find(kRequestNames, name, &RequestName::name) != kRequestNames.end() ||
         std::ranges::find(replies_, name) != replies_.end() ||
         std::ranges::find(variables_, name, &std::pair<std::string, QuantityKind>::first) !=
             variables_.end();
}

std::optional<std::uint32_t> StepScope::add_variable(const std::string& name, QuantityKind kind) {
  for (std::uint32_t index = 0; index < variables_.size(); ++index) {
    if (variables_[index].first == name) {
      return variables_[index].second == kind ? std::optional(index) : std::nullopt;
    }
  }
  if (is_taken(name)) {
    return std::nullopt;
  }
  variables_.emplace_back(name, kind);
  return static_cast<std::uint32_t>(variables_.size() - 1);
}

std::optional<std::uint32_t> StepScope::add_reply(const std::string& name) {
  const auto known = std::ranges::find(replies_, name);
  if (known != replies_.end()) {
    return static_cast<std::uint32_t>(known - replies_.begin());
  }
  if (is_taken(name)) {
    return std::nullopt;
  }
  replies_.push_back(name);
  return static_cast<std::uint32_t>(replies_.size() - 1);
}

std::vector<std::string> StepScope::names() const {
  std::vector<std::string> names;
  for (const RequestName& own : kRequestNames) {
    names.emplace_back(own.name);
  }
  for (const auto& [name, kind] : variables_) {
    names.push_back(name);
  }
  for (const std::string& reply : replies_) {
    for (const char* const property : {".value", ".version", ".bytes"}) {
      names.push_back(reply + property);
    }
  }
  return names;
}

double number_at(const StepSlot& slot, const StepFrame& frame, Time now) {
  switch (slot.place) {
    case Place::kNow:
      return static_cast<double>(now.count());
    case Place::kVariable:
      return frame.variables[slot.index];
    case Place::kKey:
    case Place::kUser:
    case Place::kValue:
    case Place::kBytes:
    case Place::kReplyValue:
    case Place::kReplyVersion:
    case Place::kReplyBytes:
      return static_cast<double>(whole_at(slot, frame, now));
  }
  return 0;
}

std::uint64_t whole_at(const StepSlot& slot, const StepFrame& frame, Time now) {
  switch (slot.place) {
    case Place::kKey:
      return frame.request.key;
    case Place::kUser:
      return frame.request.user;
    case Place::kValue:
      return frame.request.value;
    case Place::kBytes:
      return frame.request.bytes;
    case Place::kNow:
    case Place::kVariable:
      return to_whole(number_at(slot, frame, now));
    case Place::kReplyValue:
      return frame.replies[slot.index].value;
    case Place::kReplyVersion:
      return frame.replies[slot.index].version;
    case Place::kReplyBytes:
      return frame.replies[slot.index].bytes;
  }
  return 0;
}

std::uint64_t to_whole(double number) {
  constexpr double kMax = 0x1p63;
  // Written so that what is no number becomes 0, too.
  return number > 0 ? static_cast<std::uint64_t>(number < kMax ? number : kMax) : 0;
}

}  // namespace napkin::components
