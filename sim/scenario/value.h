#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/kernel/law.h"
#include "sim/kernel/time.h"
#include "sim/scenario/value_reader.h"

namespace napkin {

template <class Options>
class Declaration;

/// The declaration of a struct, made once by its function `declare(Declaration<Options>&)`.
template <class Options>
[[nodiscard]] const Declaration<Options>& declaration_of();

/// A type of value: what is known of it, and how a node becomes a T.
template <class T>
struct Value {
  using Read = std::function<std::optional<T>(const Node&, const ValueInfo&, const ReadContext&)>;

  ValueInfo info;
  Read read;

  /// Bounds as scenario text; for the elements of lists and maps, where no KeyBuilder reaches.
  [[nodiscard]] Value at_least(std::string_view text) && {
    set_lower(info, text, true);
    return std::move(*this);
  }

  [[nodiscard]] Value more_than(std::string_view text) && {
    set_lower(info, text, false);
    return std::move(*this);
  }

  [[nodiscard]] Value at_most(std::string_view text) && {
    set_upper(info, text, true);
    return std::move(*this);
  }
};

/// The types of values there are.
namespace values {

[[nodiscard]] Value<std::string> text();
[[nodiscard]] Value<bool> boolean();
[[nodiscard]] Value<Address> address();
[[nodiscard]] Value<Node> node();
[[nodiscard]] Value<Duration> duration();  ///< from 0s to 10y unless bounded otherwise
[[nodiscard]] Value<double> number();
[[nodiscard]] Value<double> ratio();      ///< 20% is 0.2; from 0% to 100% unless bounded otherwise
[[nodiscard]] Value<double> rate();       ///< per second, from 0/s
[[nodiscard]] Value<double> bandwidth();  ///< bits per second, from 0bps
[[nodiscard]] Value<double> money();      ///< dollars

/// A law of values in base units: nanoseconds for durations, bytes for sizes, ...
[[nodiscard]] Value<Law> law(QuantityKind unit = QuantityKind::kDuration);

/// Whole numbers of a kind with the bounds of the member's type.
[[nodiscard]] Value<std::int64_t> whole(QuantityKind kind,
                                        std::int64_t lowest,
                                        std::int64_t highest);

/// The same value for another type that can hold it.
template <class T, class From>
[[nodiscard]] Value<T> converted(Value<From> from) {
  auto read = std::move(from.read);
  return {std::move(from.info),
          [read](const Node& node, const ValueInfo& info, const ReadContext& context) {
            const std::optional<From> value = read(node, info, context);
            return value ? std::optional<T>(static_cast<T>(*value)) : std::nullopt;
          }};
}

template <class T>
inline constexpr std::int64_t kHighest =
    std::in_range<std::int64_t>(std::numeric_limits<T>::max())
        ? static_cast<std::int64_t>(std::numeric_limits<T>::max())
        : std::numeric_limits<std::int64_t>::max();

template <class T>
[[nodiscard]] Value<T> integer() {
  constexpr auto kLowest = static_cast<std::int64_t>(std::numeric_limits<T>::min());
  return converted<T>(whole(QuantityKind::kCount, kLowest, kHighest<T>));
}

template <class T>
[[nodiscard]] Value<T> count() {
  return converted<T>(whole(QuantityKind::kCount, 0, kHighest<T>));
}

template <class T>
[[nodiscard]] Value<T> bytes() {
  return converted<T>(whole(QuantityKind::kBytes, 0, kHighest<T>));
}

template <class Enum>
[[nodiscard]] Value<Enum> choice(std::initializer_list<std::pair<std::string_view, Enum>> choices) {
  ValueInfo info{.type = ValueType::kChoice};
  std::vector<Enum> meanings;
  for (const auto& [name, meaning] : choices) {
    info.choices.emplace_back(name);
    meanings.push_back(meaning);
  }
  return {std::move(info),
          [meanings](const Node& node, const ValueInfo& known, const ReadContext& context) {
            const std::optional<std::size_t> index = read_choice(node, known, context);
            return index ? std::optional<Enum>(meanings[*index]) : std::nullopt;
          }};
}

/// Elements that could not be read are left out; each was reported.
template <class T>
[[nodiscard]] Value<std::vector<T>> list_of(Value<T> element) {
  ValueInfo info{.type = ValueType::kList};
  info.element = std::make_shared<ValueInfo>(element.info);
  auto read = std::move(element.read);
  return {std::move(info),
          [read](const Node& node,
                 const ValueInfo& known,
                 const ReadContext& context) -> std::optional<std::vector<T>> {
            if (!check_list(node, known, context)) {
              return std::nullopt;
            }
            std::vector<T> result;
            for (const Node& item : node.items()) {
              if (std::optional<T> value = read(item, *known.element, context)) {
                result.push_back(std::move(*value));
              }
            }
            return result;
          }};
}

/// In the order written.
template <class T>
[[nodiscard]] Value<std::vector<std::pair<std::string, T>>> map_of(Value<T> element) {
  ValueInfo info{.type = ValueType::kMap};
  info.element = std::make_shared<ValueInfo>(element.info);
  auto read = std::move(element.read);
  return {std::move(info),
          [read](const Node& node, const ValueInfo& known, const ReadContext& context)
              -> std::optional<std::vector<std::pair<std::string, T>>> {
            if (!check_map(node, known, context)) {
              return std::nullopt;
            }
            std::vector<std::pair<std::string, T>> result;
            for (const NodeEntry& entry : node.entries()) {
              if (std::optional<T> value = read(entry.value, *known.element, context)) {
                result.emplace_back(entry.key, std::move(*value));
              }
            }
            return result;
          }};
}

/// A map read by the declaration of T, which may hold T again. A T with a member `node` that is no
/// key keeps where it stands.
template <class T>
[[nodiscard]] Value<T> object() {
  ValueInfo info{.type = ValueType::kObject};
  info.nested = +[]() -> const DeclarationInfo& { return declaration_of<T>().info(); };
  return {std::move(info), [](const Node& node, const ValueInfo&, const ReadContext& context) {
            T result = declaration_of<T>().read(node, context);
            if constexpr (requires { result.node = node; }) {
              result.node = node;
            }
            return std::optional<T>(std::move(result));
          }};
}

}  // namespace values
}  // namespace napkin
