#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "sim/scenario/value.h"

namespace napkin {

/// Adds to a key what limits and explains it. Lives for one expression.
class KeyBuilder final {
 public:
  explicit KeyBuilder(KeyInfo& key) : key_(key) {}

  /// The scenario must give this key.
  KeyBuilder& required();

  /// The key may be left out, and has no value then: the member stays as the struct made it.
  KeyBuilder& optional();

  /// The value when the key is left out, as a user would type it.
  KeyBuilder& otherwise(std::string_view text);

  /// One line, without a full stop: "objects kept".
  KeyBuilder& help(std::string_view text);

  /// Bounds are scenario text of the key's unit, or plain numbers; of a list or map they limit the
  /// number of its items. Throw std::invalid_argument if the text is no such quantity.
  KeyBuilder& at_least(std::string_view text);
  KeyBuilder& more_than(std::string_view text);
  KeyBuilder& at_most(std::string_view text);
  KeyBuilder& less_than(std::string_view text);

  KeyBuilder& at_least(std::int64_t number) { return at_least(std::to_string(number)); }

  KeyBuilder& more_than(std::int64_t number) { return more_than(std::to_string(number)); }

  KeyBuilder& at_most(std::int64_t number) { return at_most(std::to_string(number)); }

  KeyBuilder& less_than(std::int64_t number) { return less_than(std::to_string(number)); }

 private:
  KeyInfo& key_;
};

/// Where the keys of one map stand, for rules that tie several keys together.
class KeyPlaces final {
 public:
  KeyPlaces(const Node& node, const ReadContext& context) : node_(node), context_(context) {}

  /// Reports a mistake at the value of a key, or at the map if the key was left out.
  void error(std::string_view key, std::string message, std::string hint = {}) const;

  /// The same at a value that was kept when it was read.
  void error_at(const Node& value, std::string message, std::string hint = {}) const;

  /// Whether the scenario gives this key; false for one that has its default.
  [[nodiscard]] bool given(std::string_view key) const { return node_.find(key) != nullptr; }

 private:
  const Node& node_;
  const ReadContext& context_;
};

/// The keys of one map of a scenario, each tied to a member of `Options`. Declared once: the
/// parser, the error messages, the help and the JSON Schema derive from it.
///
///     void declare(Declaration<CacheOptions>& keys) {
///       keys.about("Keeps answers in memory");
///       keys.integer("capacity",
///       &CacheOptions::capacity).at_least(1).otherwise("100k").help("objects kept");
///       keys.duration("ttl", &CacheOptions::ttl).more_than("0s").otherwise("60s").help("time to
///       live");
///     }
///     const auto options = declaration_of<CacheOptions>().read(node, diagnostics);
///
/// A member of type `std::optional<T>` makes its key optional.
template <class Options>
class Declaration final {
 public:
  /// One sentence on what the map describes.
  void about(std::string_view text) { info_.about = text; }

  /// The word under which the help explains these keys once, where many maps have them: `steps`.
  void topic(std::string_view word) { info_.topic = word; }

  /// A key of any type of value, see value.h; the named ones below are the usual cases.
  template <class T, class Member>
  KeyBuilder key(std::string_view name, Member Options::* member, Value<T> value);

  template <class M>
  KeyBuilder text(std::string_view name, M Options::* member) {
    return key(name, member, values::text());
  }

  template <class M>
  KeyBuilder boolean(std::string_view name, M Options::* member) {
    return key(name, member, values::boolean());
  }

  template <class M>
  KeyBuilder address(std::string_view name, M Options::* member) {
    return key(name, member, values::address());
  }

  /// A whole number with a sign, `100k`; within what the member can hold.
  template <class M>
  KeyBuilder integer(std::string_view name, M Options::* member) {
    return key(name, member, values::integer<Plain<M>>());
  }

  /// A whole number from 0 on.
  template <class M>
  KeyBuilder count(std::string_view name, M Options::* member) {
    return key(name, member, values::count<Plain<M>>());
  }

  template <class M>
  KeyBuilder number(std::string_view name, M Options::* member) {
    return key(name, member, values::number());
  }

  template <class M>
  KeyBuilder duration(std::string_view name, M Options::* member) {
    return key(name, member, values::duration());
  }

  /// Of type double: 20% is 0.2. From 0% to 100% unless bounded otherwise.
  template <class M>
  KeyBuilder ratio(std::string_view name, M Options::* member) {
    return key(name, member, values::ratio());
  }

  /// A distribution, of type Law, its values in base units; a bound has no meaning here.
  template <class M>
  KeyBuilder law(std::string_view name,
                 M Options::* member,
                 QuantityKind unit = QuantityKind::kDuration) {
    return key(name, member, values::law(unit));
  }

  /// Of type double, per second; bits per second; dollars.
  template <class M>
  KeyBuilder rate(std::string_view name, M Options::* member) {
    return key(name, member, values::rate());
  }

  template <class M>
  KeyBuilder bandwidth(std::string_view name, M Options::* member) {
    return key(name, member, values::bandwidth());
  }

  template <class M>
  KeyBuilder money(std::string_view name, M Options::* member) {
    return key(name, member, values::money());
  }

  /// Bytes, from 0 on.
  template <class M>
  KeyBuilder bytes(std::string_view name, M Options::* member) {
    return key(name, member, values::bytes<Plain<M>>());
  }

  template <class Enum, class M>
  KeyBuilder choice(std::string_view name,
                    M Options::* member,
                    std::initializer_list<std::pair<std::string_view, Enum>> choices) {
    return key(name, member, values::choice<Enum>(choices));
  }

  /// Members: `std::vector<T>`; `std::vector<std::pair<std::string, T>>` in the order written.
  template <class T, class M>
  KeyBuilder list_of(std::string_view name, M Options::* member, Value<T> element) {
    return key(name, member, values::list_of(std::move(element))).optional();
  }

  template <class T, class M>
  KeyBuilder map_of(std::string_view name, M Options::* member, Value<T> element) {
    return key(name, member, values::map_of(std::move(element))).optional();
  }

  /// The keys of a further struct that has its own `declare`. Left out, its defaults apply, or, for
  /// a member `std::optional<T>`, there is none.
  template <class M>
  KeyBuilder object(std::string_view name, M Options::* member);

  /// Anything, of type Node; left out, the node is absent.
  KeyBuilder node(std::string_view name, Node Options::* member) {
    return key(name, member, values::node()).optional();
  }

  /// Takes in all keys of a further struct as if they stood here.
  template <class Part>
  void include(Part Options::* member);

  /// Says that keys, declared before, have a meaning only in a map that gives one of others.
  void go_with(std::initializer_list<std::string_view> names,
               std::initializer_list<std::string_view> others) {
    for (KeyInfo& key : info_.keys) {
      if (std::find(names.begin(), names.end(), key.name) != names.end()) {
        key.goes_with.assign(others.begin(), others.end());
      }
    }
  }

  /// A rule that ties several keys together; runs only on a map without other mistakes.
  void check(std::function<void(const Options&, const KeyPlaces&)> rule) {
    rules_.push_back(std::move(rule));
  }

  /// Reads a map. Every mistake is reported; what could not be read keeps the struct's own value.
  [[nodiscard]] Options read(const Node& node,
                             const ReadContext& context,
                             const std::vector<std::string>& other_keys = {}) const;

  [[nodiscard]] const DeclarationInfo& info() const { return info_; }

 private:
  template <class M>
  struct Strip {
    using type = M;
  };

  template <class M>
  struct Strip<std::optional<M>> {
    using type = M;
  };
  template <class M>
  using Plain = typename Strip<M>::type;

  template <class>
  friend class Declaration;

  using Reader = std::function<void(Options&, const ValueInfo&, const Node&, const ReadContext&)>;

  DeclarationInfo info_;
  std::vector<Reader> readers_;  // one per key
  std::vector<std::function<void(const Options&, const KeyPlaces&)>> rules_;
};

template <class Options>
template <class T, class Member>
KeyBuilder Declaration<Options>::key(std::string_view name,
                                     Member Options::* member,
                                     Value<T> value) {
  info_.keys.push_back({.name = std::string(name), .value = std::move(value.info)});
  info_.keys.back().optional = !std::is_same_v<Member, Plain<Member>>;
  readers_.push_back(
      [member, read = std::move(value.read)](
          Options& options, const ValueInfo& info, const Node& node, const ReadContext& context) {
        if (std::optional<T> result = read(node, info, context)) {
          // NOLINTNEXTLINE(bugprone-optional-value-conversion): not every member is an optional.
          options.*member = std::move(*result);
        }
      });
  return KeyBuilder(info_.keys.back());
}

template <class Options>
template <class M>
KeyBuilder Declaration<Options>::object(std::string_view name, M Options::* member) {
  KeyBuilder builder = key(name, member, values::object<Plain<M>>());
  return std::is_same_v<M, Plain<M>> ? builder.otherwise("{}") : builder;
}

template <class Options>
template <class Part>
void Declaration<Options>::include(Part Options::* member) {
  const Declaration<Part>& part = declaration_of<Part>();
  for (std::size_t index = 0; index < part.info_.keys.size(); ++index) {
    info_.keys.push_back(part.info_.keys[index]);
    readers_.push_back(
        [member, read = part.readers_[index]](
            Options& options, const ValueInfo& info, const Node& node, const ReadContext& context) {
          read(options.*member, info, node, context);
        });
  }
  for (const auto& rule : part.rules_) {
    rules_.push_back([member, rule](const Options& options, const KeyPlaces& places) {
      rule(options.*member, places);
    });
  }
}

template <class Options>
Options Declaration<Options>::read(const Node& node,
                                   const ReadContext& context,
                                   const std::vector<std::string>& other_keys) const {
  Options options{};
  const std::size_t mistakes_before = context.diagnostics.count();
  const auto nodes = match_keys(info_, node, other_keys, context);
  for (std::size_t key = 0; nodes && key < nodes->size(); ++key) {
    if ((*nodes)[key]) {
      readers_[key](options, info_.keys[key].value, (*nodes)[key], context);
    }
  }
  if (context.diagnostics.count() == mistakes_before) {
    for (const auto& rule : rules_) {
      rule(options, KeyPlaces(node, context));
    }
  }
  return options;
}

/// Throws std::logic_error if the declaration breaks its own rules (see mistakes_of).
void check_declaration(const DeclarationInfo& declaration);

template <class Options>
const Declaration<Options>& declaration_of() {
  static const Declaration<Options> kDeclaration = [] {
    Declaration<Options> keys;
    declare(keys);  // found beside the struct
    check_declaration(keys.info());
    return keys;
  }();
  return kDeclaration;
}

}  // namespace napkin
