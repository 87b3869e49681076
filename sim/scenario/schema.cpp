#include "sim/scenario/schema.h"

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "sim/kernel/law_registry.h"
#include "sim/scenario/json_text.h"

namespace napkin {
namespace {

constexpr std::string_view kDialect = "http://json-schema.org/draft-07/schema#";
constexpr std::string_view kExtends = "extends";

// A parameter may stand for any value: "{peak}".
constexpr std::string_view kParameter = R"({"type":"string","pattern":"\\{.+\\}"})";

/// Whether a map has to be complete, or may lie over another that it extends.
enum class Extent { kWhole, kPart };

std::string separator(const std::string& before) {
  return before.empty() ? "" : ",";
}

std::string reference_to(std::string_view definition) {
  return R"({"$ref":)" + json_quote(fmt::format("#/definitions/{}", definition)) + "}";
}

class SchemaWriter {
 public:
  using Properties = std::vector<std::pair<std::string, std::string>>;

  // The schema of one map; what is used within it becomes a definition.
  std::string object(const DeclarationInfo& declaration,
                     Extent extent,
                     const Properties& also = {}) {
    std::string properties;
    std::string required;
    for (const auto& [name, schema] : also) {
      properties += separator(properties) + json_quote(name) + ":" + schema;
    }
    for (const KeyInfo& key : declaration.keys) {
      properties += separator(properties) + json_quote(key.name) + ":" + property(key, extent);
      const bool needed = key.required && extent == Extent::kWhole;
      required += needed ? separator(required) + json_quote(key.name) : "";
    }
    std::string result = R"({"type":"object","additionalProperties":)";
    result += declaration.others ? value(*declaration.others, extent) : "false";
    result += declaration.about.empty() ? "" : R"(,"description":)" + json_quote(declaration.about);
    result += required.empty() ? "" : R"(,"required":[)" + required + "]";
    return result + R"(,"properties":{)" + properties + "}}";
  }

  std::string define(const DeclarationInfo& declaration, Extent extent) {
    const std::string name = name_of(declaration) + (extent == Extent::kPart ? "_part" : "");
    return defined(name, [&] { return object(declaration, extent); });
  }

  [[nodiscard]] std::string definitions() const {
    std::string result;
    for (const auto& [name, schema] : definitions_) {
      result += separator(result) + json_quote(name) + ":" + schema;
    }
    return "{" + result + "}";
  }

 private:
  // A definition of this name, made when it is first asked for; it may lead back to itself.
  std::string defined(const std::string& name, const std::function<std::string()>& make) {
    if (definitions_.emplace(name, "").second) {
      definitions_[name] = make();
    }
    return reference_to(name);
  }

  std::string name_of(const DeclarationInfo& declaration) {
    const auto found = std::ranges::find(declarations_, &declaration);
    const auto index = found - declarations_.begin();
    if (found == declarations_.end()) {
      declarations_.push_back(&declaration);
    }
    return fmt::format("keys{}", index);
  }

  std::string parameter() {
    return defined("parameter", [] { return std::string(kParameter); });
  }

  std::string property(const KeyInfo& key, Extent extent) {
    std::string description = key.help;
    for (const std::string& part : {type_note(key.value), bounds_of(key.value)}) {
      description += part.empty() || description.empty() ? part : "; " + part;
    }
    std::string notes = description.empty() ? "" : R"(,"description":)" + json_quote(description);
    notes += key.default_text ? R"(,"default":)" + json_quote(*key.default_text) : "";
    // draft-07 ignores what stands beside a $ref, so the notes wrap it.
    return R"({"anyOf":[)" + value(key.value, extent) + "," + parameter() + "]" + notes + "}";
  }

  std::string value(const ValueInfo& info, Extent extent) {
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
        return law(info.unit);
      case ValueType::kFormula:  // any text may be a formula
        return R"({"type":["string","number","object"]})";
      case ValueType::kList:
        return container("array", "items", info, Extent::kWhole);
      case ValueType::kMap:
        return container("object", "additionalProperties", info, extent);
      case ValueType::kObject:
        return R"({"anyOf":[)" + define(info.nested(), extent) + R"(,{"type":"null"}]})";
      case ValueType::kVariant:
        return variant(*info.variants, extent);
      case ValueType::kNode:
        return "true";
    }
    return "true";
  }

  std::string container(std::string_view type,
                        std::string_view elements,
                        const ValueInfo& info,
                        Extent extent) {
    std::string result = fmt::format(R"({{"type":"{}")", type);
    if (info.element) {
      result += fmt::format(
          R"(,"{}":{{"anyOf":[{},{}]}})", elements, value(*info.element, extent), parameter());
    }
    return result + "}";
  }

  std::string variant(const VariantInfo& variants, Extent extent) {
    const std::string name = variants.key + (extent == Extent::kPart ? "_part" : "");
    return defined(name, [&] { return variant_body(variants, extent); });
  }

  std::string variant_body(const VariantInfo& variants, Extent extent) {
    const std::string key = json_quote(variants.key);
    std::vector<std::string> names;
    std::string branches;
    for (const Variant& one : variants.all()) {
      Properties also = {{variants.key, R"({"const":)" + json_quote(one.name) + "}"}};
      for (const KeyInfo& common : variants.common().keys) {
        also.emplace_back(common.name, property(common, extent));
      }
      const std::string definition =
          fmt::format("{}_{}{}", variants.key, one.name, extent == Extent::kPart ? "_part" : "");
      branches += separator(branches) + R"({"if":{"properties":{)" + key + R"(:{"const":)" +
                  json_quote(one.name) + R"(}},"required":[)" + key + R"(]},"then":)" +
                  defined(definition, [&] { return object(*one.declaration, extent, also); }) + "}";
      names.push_back(one.name);
    }
    std::string result =
        R"({"type":"object","properties":{)" + key + R"(:{"enum":[)" + joined(names) + "]}}";
    if (extent == Extent::kWhole) {
      result += R"(,"required":[)" + key + "]";
    } else {
      branches +=
          R"(,{"if":{"not":{"required":[)" + key + R"(]}},"then":)" + any_of(variants) + "}";
    }
    return result + R"(,"allOf":[)" + branches + "]}";
  }

  // Without the key that tells: the keys of all of them.
  static std::string any_of(const VariantInfo& variants) {
    std::set<std::string> names;
    for (const KeyInfo& key : variants.common().keys) {
      names.insert(key.name);
    }
    for (const Variant& one : variants.all()) {
      for (const KeyInfo& key : one.declaration->keys) {
        names.insert(key.name);
      }
    }
    return R"({"propertyNames":{"enum":[)" + joined({names.begin(), names.end()}) + "]}}";
  }

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
  std::string quantity(QuantityKind unit) {
    return defined(std::string(napkin::name_of(unit)), [&] {
      const bool plain = unit == QuantityKind::kNumber || unit == QuantityKind::kCount;
      std::string result =
          R"({"anyOf":[{"type":"string","pattern":)" + json_quote(pattern_of(unit)) + "}";
      result += plain ? std::string(unit == QuantityKind::kCount ? R"(,{"type":"integer"})"
                                                                 : R"(,{"type":"number"})")
                      : "";
      return result + R"(,{"type":"string","pattern":"^[A-Za-z][A-Za-z0-9_-]*(\\.[a-z]+)?$"}]})";
    });
  }

  // A value alone, or a map: of one law by its name, or of the keys of the law without a name.
  std::string law(QuantityKind unit) {
    const std::string name = fmt::format("law_of_{}", napkin::name_of(unit));
    return defined(name, [&] {
      std::string laws;
      std::string summary;
      for (const auto& [law_name, kind] : law_kinds()) {
        if (law_name == kSummaryLaw) {
          summary = parameters_of(kind, false);
          continue;
        }
        laws += separator(laws) + json_quote(law_name) + R"(:{"anyOf":[)" +
                parameters_of(kind, true) +
                R"(,{"type":["string","number","array"]}],"description":)" + json_quote(kind.help) +
                "}";
      }
      return R"({"anyOf":[)" + quantity(unit) +
             R"(,{"type":"object","additionalProperties":false,)" +
             R"("minProperties":1,"maxProperties":1,)" + R"("properties":{)" + laws + "}}," +
             summary + "]}";
    });
  }

  // Which keys there are, the schema knows; which go together, the law itself says.
  static std::string parameters_of(const LawKind& kind, bool may_be_law) {
    std::set<std::string> names;
    bool percentiles = false;
    bool takes_file = false;
    for (const LawForm& form : kind.forms) {
      for (const LawParameter& parameter : form.parameters) {
        percentiles = percentiles || parameter.kind == LawParameter::Kind::kPercentiles;
        takes_file = takes_file || parameter.kind == LawParameter::Kind::kValues;
        if (parameter.kind != LawParameter::Kind::kPercentiles) {
          names.insert(std::string(parameter.name));
        }
      }
    }
    if (takes_file) {
      names.insert("file");
    }
    const bool is_law = may_be_law && kind.bare().kind == LawParameter::Kind::kLaw;
    if (is_law) {
      for (const auto& [name, other] : law_kinds()) {
        names.insert(std::string(name));
      }
    }
    std::string properties;
    for (const std::string& name : names) {
      properties += separator(properties) + json_quote(name) + ":true";
    }
    std::string result =
        R"({"type":"object","additionalProperties":false,"minProperties":1,"properties":{)" +
        properties + "}";
    result += percentiles || is_law ? R"(,"patternProperties":{"^p[0-9.]+$":true})" : "";
    return result + "}";
  }

  std::map<std::string, std::string> definitions_;
  std::vector<const DeclarationInfo*> declarations_;
};

}  // namespace

std::string json_schema(const DeclarationInfo& declaration, std::string_view title) {
  SchemaWriter writer;
  std::string body;
  if (declaration.find(kExtends) == nullptr) {
    // The body's own braces are replaced by those of the document.
    const std::string whole = writer.object(declaration, Extent::kWhole);
    body = whole.substr(1, whole.size() - 2);
  } else {
    body = fmt::format(R"("if":{{"type":"object","required":["{}"]}},"then":{},"else":{})",
                       kExtends,
                       writer.define(declaration, Extent::kPart),
                       writer.define(declaration, Extent::kWhole));
  }
  return R"({"$schema":)" + json_quote(kDialect) + R"(,"title":)" + json_quote(title) + "," + body +
         R"(,"definitions":)" + writer.definitions() + "}\n";
}

}  // namespace napkin
