using System.Text.Json;
using Plimsoll.Cli.Output;
using Plimsoll.Cli.Settings;
using Plimsoll.Memory;

namespace Plimsoll.Cli.Commands;

/// <summary>`plimsoll status --memory`: the line that a job would get here, who drew it, how memory stands, and which promise is weaker on this system.</summary>
internal static class MemoryStatus
{
    public static int Write(CommandContext context, SettingValues settings)
    {
        using MemoryProbe probe = new();
        MemoryBudget budget = Budgets.Resolve(settings, probe);
        MemorySample sample = probe.SampleExactly();
        GpuMemory gpu = GpuMemory.Read();
        if (context.Json) JsonOutput.Write(context.Terminal, json => WriteJson(json, budget, probe, sample, gpu));
        else WriteText(context.Terminal.Out, budget, probe, sample, gpu);
        return ExitCode.Ok;
    }

    private static void WriteText(TextWriter text, MemoryBudget budget, MemoryProbe probe, MemorySample sample, GpuMemory gpu)
    {
        KernelGroup group = probe.Group;
        text.WriteLine($"budget    {budget}");
        text.WriteLine($"physical  {MemorySize.Format(probe.PhysicalBytes)}");
        text.WriteLine(group.HasLimit
            ? $"group     {MemorySize.Format(sample.GroupUsedBytes)} of {MemorySize.Format(group.LimitBytes)} used ({group.LimitPath}, {Word(group.Kind)})"
            : $"group     no limit ({Word(group.Kind)})");
        text.WriteLine($"process   {MemorySize.Format(sample.AnonBytes)} anonymous, {MemorySize.Format(sample.ShmemBytes)} shared, {MemorySize.Format(sample.FileBytes)} of files");
        text.WriteLine($"lean      {(LeanLaunch.IsLean() ? "yes" : "no; the launcher, or a budget below 512 MB, makes it so")}");
        text.WriteLine($"gpu       {gpu.Explanation}");
        foreach (GpuDevice device in gpu.Devices)
        {
            text.WriteLine($"  {device.Index} {device.Name}: {MemorySize.Format(device.UsedBytes)} of {MemorySize.Format(device.TotalBytes)} used");
        }
        foreach (string weakness in probe.DescribeWeaknesses()) text.WriteLine($"weaker    {weakness}");
    }

    private static void WriteJson(Utf8JsonWriter json, MemoryBudget budget, MemoryProbe probe, MemorySample sample, GpuMemory gpu)
    {
        KernelGroup group = probe.Group;
        json.WriteStartObject();
        json.WriteNumber("budget_bytes", budget.Bytes);
        json.WriteString("budget_origin", budget.Origin);
        json.WriteNumber("physical_bytes", probe.PhysicalBytes);
        json.WriteStartObject("group");
        json.WriteString("kind", Word(group.Kind));
        json.WriteString("path", group.Path);
        if (group.HasLimit) json.WriteNumber("limit_bytes", group.LimitBytes);
        else json.WriteNull("limit_bytes");
        json.WriteNumber("used_bytes", sample.GroupUsedBytes);
        json.WriteEndObject();
        json.WriteStartObject("process");
        json.WriteNumber("anonymous_bytes", sample.AnonBytes);
        json.WriteNumber("shared_bytes", sample.ShmemBytes);
        json.WriteNumber("file_bytes", sample.FileBytes);
        json.WriteBoolean("lean", LeanLaunch.IsLean());
        json.WriteEndObject();
        json.WriteString("gpu", gpu.Explanation);
        json.WriteStartArray("weaknesses");
        foreach (string weakness in probe.DescribeWeaknesses()) json.WriteStringValue(weakness);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string Word(KernelGroupKind kind) => kind switch
    {
        KernelGroupKind.Version1 => "cgroup v1",
        KernelGroupKind.Version2 => "cgroup v2",
        KernelGroupKind.Hybrid => "cgroup hybrid",
        _ => "no kernel memory group",
    };
}
