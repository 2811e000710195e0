using System.Globalization;
using System.Text.Json;
using Plimsoll.Cli.Output;
using Plimsoll.Unminify.Models;

namespace Plimsoll.Cli.Commands;

/// <summary>What a naming model did or would do, for people and as JSON.</summary>
internal static class ModelFigures
{
    public static string Money(double amount) => amount.ToString(amount < 1 ? "0.####" : "0.00", CultureInfo.InvariantCulture);

    /// <summary>What a file will take, in one line.</summary>
    public static string Describe(ModelEstimate estimate)
    {
        string kept = estimate.BatchesAnswered == 0 ? "" : $", {estimate.BatchesAnswered} of them answered already";
        string price = estimate.Price is { } amount ? $", about {Money(amount)} to pay" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{PlainText.Clean(estimate.Input)}: {estimate.Identifiers} identifiers in {estimate.Batches} requests{kept}; about {estimate.InputTokens} tokens to send and {estimate.OutputTokens} to get{price}");
    }

    public static void WriteText(TextWriter text, ModelReport model)
    {
        if (model.Estimate is { } estimate)
        {
            text.WriteLine($"  model    {Describe(estimate)}");
            return;
        }
        string price = model.Price is { } amount ? $", {Money(amount)} paid" : "";
        text.WriteLine($"  model    {model.Named} names{DescribeFallbacks(model)}");
        text.WriteLine($"  asked    {model.Requests} requests, {model.Retries} of them failed and sent again; {model.BatchesKept} answers kept from before; {model.InputTokens} tokens sent, {model.OutputTokens} got{price}");
        if (model.DamagedAnswers > 0) text.WriteLine($"           {model.DamagedAnswers} kept answers were damaged and asked for again");
        if (model.GivenUp is { } why) text.WriteLine($"           given up: {PlainText.Clean(why)}");
    }

    public static void WriteJson(Utf8JsonWriter json, ModelReport model)
    {
        json.WriteStartObject("model");
        if (model.Estimate is { } estimate) WriteEstimate(json, estimate);
        else WriteResult(json, model);
        json.WriteEndObject();
    }

    private static void WriteEstimate(Utf8JsonWriter json, ModelEstimate estimate)
    {
        json.WriteNumber("identifiers", estimate.Identifiers);
        json.WriteNumber("batches", estimate.Batches);
        json.WriteNumber("batches_kept", estimate.BatchesAnswered);
        json.WriteNumber("bytes_estimated", estimate.Bytes);
        json.WriteNumber("input_tokens_estimated", estimate.InputTokens);
        json.WriteNumber("output_tokens_estimated", estimate.OutputTokens);
        WritePrice(json, "price_estimated", estimate.Price);
    }

    private static void WriteResult(Utf8JsonWriter json, ModelReport model)
    {
        json.WriteNumber("named", model.Named);
        JsonOutput.WriteCounts(json, "fallbacks", model.Fallbacks);
        json.WriteNumber("batches", model.Batches);
        json.WriteNumber("batches_kept", model.BatchesKept);
        json.WriteNumber("requests", model.Requests);
        json.WriteNumber("retries", model.Retries);
        json.WriteNumber("bytes_sent", model.BytesSent);
        json.WriteNumber("input_tokens", model.InputTokens);
        json.WriteNumber("output_tokens", model.OutputTokens);
        WritePrice(json, "price", model.Price);
        json.WriteNumber("damaged_answers", model.DamagedAnswers);
        json.WriteString("given_up", model.GivenUp);
    }

    private static void WritePrice(Utf8JsonWriter json, string name, double? price)
    {
        if (price is { } amount) json.WriteNumber(name, amount);
        else json.WriteNull(name);
    }

    private static string DescribeFallbacks(ModelReport model)
    {
        List<string> parts = [];
        foreach ((FallbackReason reason, long count) in model.Fallbacks.OrderBy(static pair => pair.Key)) parts.Add(string.Create(CultureInfo.InvariantCulture, $"{count} {Words(reason)}"));
        return parts.Count == 0 ? "" : $"; builtin names for {string.Join(", ", parts)}";
    }

    private static string Words(FallbackReason reason) => reason switch
    {
        FallbackReason.Missing => "left out",
        FallbackReason.Truncated => "cut off",
        FallbackReason.WrongSchema => "in no form that was asked for",
        FallbackReason.Invalid => "no identifiers",
        FallbackReason.Reserved => "reserved",
        FallbackReason.TooShort => "too short",
        FallbackReason.Duplicate => "given twice",
        FallbackReason.Failed => "that the server failed on",
        _ => "after the server was gone",
    };
}
