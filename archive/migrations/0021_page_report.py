"""What readers say is wrong on a page."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('archive', '0020_indicator_names'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='PageReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('anchor', models.CharField(blank=True, max_length=24, verbose_name='段落')),
                ('words', models.TextField(max_length=1000, verbose_name='读者的话')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='时间')),
                ('is_settled', models.BooleanField(default=False, verbose_name='已处理')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reports', to='archive.article', verbose_name='综述')),
                ('user', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL, verbose_name='编辑')),
            ],
            options={
                'verbose_name': '读者报错',
                'verbose_name_plural': '读者报错',
                'ordering': ['is_settled', '-at', '-pk'],
            },
        ),
    ]
