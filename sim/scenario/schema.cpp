#include "sim/scenario/schema.h"

#include <algorithm>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "sim/scenario/json_text.h"

namespace napkin {
namespace {

constexpr std::string_view kDialect = "http://json-schema.org/draft-07/schema#";

// A parameter may stand for any value: "{peak}".
constexpr std::string_view kParameter = R"({"type":"string","pattern":"\\{.+\\}"})";

class SchemaWriter {
 public:
  // The schema of one map; declarations within it become definitions.
  std::string object(const DeclarationInfo& declaration,
                     const std::vector<std::pair<std::string, std::string>>& also = {}) {
    std::string properties;
    std::string required;
    for (const auto& [name, schema] : also) {
      properties += separator(properties) + json_quote(name) + ":" + schema;
    }
    for (const KeyInfo& key : declaration.keys) {
      properties += separator(properties) + json_quote(key.name) + ":" + property(key);
      required += key.required ? separator(required) + json_quote(key.name) : "";
    }
    std::string result = R"({"type":"object","additionalProperties":false)";
    result += declaration.about.empty() ? "" : R"(,"description":)" + json_quote(declaration.about);
    result += required.empty() ? "" : R"(,"required":[)" + required + "]";
    return result + R"(,"properties":{)" + properties + "}}";
  }

  [[nodiscard]] std::string definitions() {
    std::string result;
    // Writing one definition may find further ones.
    for (std::size_t index = 0; index < declarations_.size(); ++index) {
      result +=
          separator(result) + fmt::format("\"keys{}\":", index) + object(*declarations_[index]);
    }
    return "{" + result + "}";
  }

  std::string property(const KeyInfo& key) {
    std::string description = key.help;
    for (const std::string& part : {type_note(key.value), bounds_of(key.value)}) {
      description += part.empty() || description.empty() ? part : "; " + part;
    }
    std::string notes = description.empty() ? "" : R"(,"description":)" + json_quote(description);
    notes += key.default_text ? R"(,"default":)" + json_quote(*key.default_text) : "";
    // draft-07 ignores what stands beside a $ref, so the notes wrap it.
    return R"({"anyOf":[)" + value(key.value) + "," + std::string(kParameter) + "]" + notes + "}";
  }

  std::string value(const ValueInfo& info) {
    switch (info.type) {
      case ValueType::kText:
      case ValueType::kAddress:
        return R"({"type":["string","number","boolean"]})";
      case ValueType::kBoolean:
        return R"({"type":"boolean"})";
      case ValueType::kQuantity:
        return quantity(info.unit);
      case ValueType::kChoice:
        return R"({"enum":[)" + joined(info.choices) + "]}";
      case ValueType::kLaw:
        return R"({"anyOf":[)" + quantity(info.unit) + R"(,{"type":"object","minProperties":1}]})";
      case ValueType::kFormula:  // any text may be a formula
        return R"({"type":["string","number","object"]})";
      case ValueType::kList:
        return R"({"type":"array")" +
               std::string(info.element ? R"(,"items":)" + value(*info.element) : "") + "}";
      case ValueType::kMap:
        return R"({"type":"object")" +
               std::string(info.element ? R"(,"additionalProperties":)" + value(*info.element)
                                        : "") +
               "}";
      case ValueType::kObject:
        return R"({"anyOf":[{"$ref":)" +
               json_quote("#/definitions/" + definition_of(info.nested())) +
               R"(},{"type":"null"}]})";
      case ValueType::kNode:
        return "true";
    }
    return "true";
  }

 private:
  static std::string separator(const std::string& before) { return before.empty() ? "" : ","; }

  static std::string joined(const std::vector<std::string>& words) {
    std::string result;
    for (const std::string& word : words) {
      result += separator(result) + json_quote(word);
    }
    return result;
  }

  static std::string type_note(const ValueInfo& info) {
    return info.type == ValueType::kQuantity ? std::string(description_of(info.unit)) : "";
  }

  // An editor reads 5 as a number and 5ms as a string; a name such as send_message.peak may stand
  // too.
  static std::string quantity(QuantityKind unit) {
    const bool plain = unit == QuantityKind::kNumber || unit == QuantityKind::kCount;
    std::string result =
        R"({"anyOf":[{"type":"string","pattern":)" + json_quote(pattern_of(unit)) + "}";
    result += plain ? std::string(unit == QuantityKind::kCount ? R"(,{"type":"integer"})"
                                                               : R"(,{"type":"number"})")
                    : "";
    return result + R"(,{"type":"string","pattern":"^[A-Za-z][A-Za-z0-9_-]*(\\.[a-z]+)?$"}]})";
  }

  std::string definition_of(const DeclarationInfo& declaration) {
    const auto found = std::ranges::find(declarations_, &declaration);
    const auto index = found - declarations_.begin();
    if (found == declarations_.end()) {
      declarations_.push_back(&declaration);
    }
    return fmt::format("keys{}", index);
  }

  std::vector<const DeclarationInfo*> declarations_;
};

std::string document(std::string_view title, std::string body, SchemaWriter& writer) {
  // The body's own opening brace is replaced by one that carries the head.
  return R"({"$schema":)" + json_quote(kDialect) + R"(,"title":)" + json_quote(title) + "," +
         body.substr(1, body.size() - 2) + R"(,"definitions":)" + writer.definitions() + "}\n";
}

}  // namespace

std::string json_schema(const DeclarationInfo& declaration, std::string_view title) {
  SchemaWriter writer;
  std::string body = writer.object(declaration);
  return document(title, std::move(body), writer);
}

std::string json_schema(std::string_view key,
                        const std::vector<SchemaVariant>& variants,
                        const DeclarationInfo& other_keys,
                        std::string_view title) {
  SchemaWriter writer;
  std::string names;
  std::string branches;
  for (const SchemaVariant& variant : variants) {
    std::vector<std::pair<std::string, std::string>> also = {
        {std::string(key), R"({"const":)" + json_quote(variant.name) + "}"}};
    for (const KeyInfo& other : other_keys.keys) {
      if (variant.declaration->find(other.name) == nullptr) {
        also.emplace_back(other.name, writer.property(other));
      }
    }
    names += (names.empty() ? "" : ",") + json_quote(variant.name);
    branches +=
        (branches.empty() ? "" : ",") +
        (R"({"if":{"properties":{)" + json_quote(key) + R"(:{"const":)" + json_quote(variant.name) +
         R"(}},"required":[)" + json_quote(key) + R"(]},"then":)") +
        writer.object(*variant.declaration, also) + "}";
  }
  std::string body = R"({"type":"object","required":[)" + json_quote(key) + R"(],"properties":{)" +
                     json_quote(key) + R"(:{"enum":[)" + names + R"(]}},"allOf":[)" + branches +
                     "]}";
  return document(title, std::move(body), writer);
}

}  // namespace napkin
