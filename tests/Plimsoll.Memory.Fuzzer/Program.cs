using Plimsoll.Memory.Fuzzer;

if (!FuzzSettings.TryParse(args, out FuzzSettings settings, out string fault))
{
    Console.Error.WriteLine(fault);
    Console.Error.WriteLine(FuzzSettings.Usage);
    return 2;
}

return FuzzRun.Run(settings);
