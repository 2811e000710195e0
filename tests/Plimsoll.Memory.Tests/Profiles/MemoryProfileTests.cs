namespace Plimsoll.Memory.Tests.Profiles;

public sealed class MemoryProfileTests
{
    [Theory]
    [InlineData("conservative", 0.25, "60/80/90 %", 64)]
    [InlineData("Balanced ", 0.50, "60/75/90 %", 64)]
    [InlineData("aggressive", 0.75, "70/85/92.5 %", 128)]
    [InlineData("development", 0.25, "50/200/500 MB", 16)]
    public void Find_Name_GivesTheProfile(string name, double share, string lines, int batch)
    {
        MemoryProfile profile = MemoryProfile.Find(name).Validate();
        Assert.Equal(share, profile.ShareOfMemory);
        Assert.Equal(lines, profile.Thresholds.ToString());
        Assert.Equal((8, batch, 256), (profile.BatchSizeMin, profile.BatchSizeBase, profile.BatchSizeMax));
        Assert.Equal(name.Trim(), profile.ToString(), ignoreCase: true);
    }

    [Fact]
    public void Find_Unknown_ListsThoseThereAre()
    {
        var fault = Assert.Throws<FormatException>(() => MemoryProfile.Find("bold"));
        Assert.Equal("found the profile 'bold', expected conservative, balanced, aggressive or development", fault.Message);
    }

    [Fact]
    public void ListSettings_EachProfile_CanBeReadBack()
    {
        foreach (MemoryProfile profile in MemoryProfile.All)
        {
            MemoryProfile copy = MemoryProfile.Balanced;
            foreach (ProfileSetting setting in profile.ListSettings())
            {
                Assert.Equal($"profile {profile.Name}", setting.Origin);
                copy = copy.With(setting.Key, setting.Value, "copy");
            }

            Assert.Equal(profile.ListSettings().Select(s => (s.Key, s.Value)), copy.ListSettings().Select(s => (s.Key, s.Value)));
            string[] keys = [.. profile.ListSettings().Select(s => s.Key)];
            Assert.Equal([.. MemoryProfile.SettingKeys], keys);
        }
    }

    [Theory]
    [InlineData("memory.share", "40 %", "40%")]
    [InlineData("memory.share", "0.4", "40%")]
    [InlineData("memory.pressure", "50/70/95", "50/70/95 %")]
    [InlineData("memory.pressure", "50/70/95 %", "50/70/95 %")]
    [InlineData("memory.pressure", "Absolute", "absolute")]
    [InlineData("memory.pressure.dwell", "1500ms", "1.5s")]
    [InlineData("memory.pressure.period", "0.05 s", "50ms")]
    [InlineData("memory.threads", "3", "3")]
    [InlineData("memory.threads", "auto", "auto")]
    [InlineData("memory.batch.max", "512", "512")]
    public void With_Value_IsKeptWithItsOrigin(string key, string text, string printed)
    {
        MemoryProfile profile = MemoryProfile.Balanced.With(key, text, "plimsoll.json");
        ProfileSetting setting = profile.ListSettings().Single(s => s.Key == key);
        Assert.Equal(new ProfileSetting(key, printed, "plimsoll.json"), setting);
        Assert.All(profile.ListSettings().Where(s => s.Key != key), other => Assert.Equal("profile balanced", other.Origin));
    }

    [Theory]
    [InlineData("memory.share", "0")]
    [InlineData("memory.share", "101%")]
    [InlineData("memory.share", "much")]
    [InlineData("memory.pressure", "90/70/50")]
    [InlineData("memory.pressure", "60/61/90")]
    [InlineData("memory.pressure", "60/75")]
    [InlineData("memory.pressure", "60/75/x")]
    [InlineData("memory.pressure", "60/75/101")]
    [InlineData("memory.pressure.dwell", "5")]
    [InlineData("memory.pressure.dwell", "0s")]
    [InlineData("memory.pressure.dwell", "xs")]
    [InlineData("memory.batch.min", "0")]
    [InlineData("memory.batch.min", "-1")]
    [InlineData("memory.batch.min", "1.5")]
    [InlineData("memory.threads", "many")]
    public void With_BadValue_SaysWhatWasFoundFromWhere(string key, string text)
    {
        var fault = Assert.Throws<FormatException>(() => MemoryProfile.Balanced.With(key, text, "--flag"));
        Assert.StartsWith($"{key}: found '{text}' (from --flag), expected ", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void With_UnknownKey_ListsTheKeys()
    {
        var fault = Assert.Throws<FormatException>(() => MemoryProfile.Balanced.With("memory.shares", "1", "x"));
        Assert.Contains("memory.share,", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_BatchSizesContradict_Throws()
    {
        MemoryProfile profile = MemoryProfile.Balanced.With("memory.batch.min", "100", "x");
        var fault = Assert.Throws<FormatException>(profile.Validate);
        Assert.Contains("min 100, base 64", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 4, 4)]
    [InlineData(0, 0, 1)]
    [InlineData(3, 4, 3)]
    public void ThreadsOn_Cores_GivesOneForEachUnlessSet(int threads, int cores, int expected) =>
        Assert.Equal(expected, (MemoryProfile.Balanced with { Threads = threads }).ThreadsOn(cores));
}
