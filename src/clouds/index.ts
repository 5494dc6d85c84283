import type { Cloud } from '../core/cloud';
import { alibaba } from './alibaba';
import { baidu } from './baidu';
import { huawei } from './huawei';

/** Every cloud there is: a new one is a folder and its name here. The tree shows them in this order. */
export const clouds: readonly Cloud[] = [alibaba, baidu, huawei];
